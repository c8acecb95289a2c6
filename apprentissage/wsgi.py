"""The WSGI application that granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "apprentissage.settings")

application = get_wsgi_application()

# A page makes and drops some 100,000 small objects; looking through all that Django holds for ever, each time 700 more
# are alive, took a tenth of its work.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
