REQUIRED |= {
    "STRIPE_SECRET_KEY": "such as sk_live_...",
    "STRIPE_WEBHOOK_SECRET": "the signing secret of the webhook, such as whsec_...",
}
