"""The HTTP door: FastAPI, and nothing of it elsewhere.

`limits` says how much may come in and how many may wait, `intake` makes bytes of a request, `service`
holds the engine, `routes` answer programs, `pages` answer browsers, `errors` is the one table from error to
status. Whatever takes CPU (unpacking a form, reading, matching, writing the answer) runs on the service's
threads, never in the event loop. Documents are neither stored nor logged nor echoed.
"""
