LOCAL_APPS += ["taxonomy", "posts", "comments", "community", "newsletter", "transfer"]
