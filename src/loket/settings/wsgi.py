"""The web application for any WSGI server. It refuses to start on unsafe durability."""

from __future__ import annotations

from django.core.wsgi import get_wsgi_application

from loket.ledger import durability

application = get_wsgi_application()
durability.require()
