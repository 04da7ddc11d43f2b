LOCAL_APPS += ["catalog", "pricing", "inventory", "customers", "cart", "orders", "payments", "reviews", "wishlist", "reports"]
LOCAL_APPS += ["checkout"]
