urlpatterns += [path("", include("catalog.urls"))]
urlpatterns += [path("cart/", include("cart.urls")), path("orders/", include("orders.urls"))]
urlpatterns.insert(0, path("", include("customers.urls")))
urlpatterns += [path("checkout/", include("checkout.urls"))]
urlpatterns += [path("payments/", include("payments.urls"))]
urlpatterns += [path("", include("reviews.urls")), path("wishlist/", include("wishlist.urls"))]
urlpatterns += [path("dashboard/", include("reports.urls"))]
