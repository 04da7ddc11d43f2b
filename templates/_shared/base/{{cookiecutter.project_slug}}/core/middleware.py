"""Middleware of our own."""


def _passing(get_response):
    return get_response


request_id_middleware = timing_middleware = time_zone_middleware = _passing
