LOCAL_APPS += ["taxonomy", "posts", "comments", "community", "notifications", "newsletter", "transfer"]
