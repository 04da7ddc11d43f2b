LOCAL_APPS += ["taxonomy", "posts", "comments", "community", "notifications", "newsletter", "transfer", "api"]
THIRD_PARTY_APPS += ["rest_framework.authtoken"]
