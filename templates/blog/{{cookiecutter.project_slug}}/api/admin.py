"""Nothing of tokens in the administration: nobody but their owner makes or sees one."""

from django.contrib import admin
from rest_framework.authtoken import admin as registered  # noqa: F401 - registers what is taken out here
from rest_framework.authtoken.models import TokenProxy

admin.site.unregister(TokenProxy)
