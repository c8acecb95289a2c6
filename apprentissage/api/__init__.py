"""The service as machines use it: one API, described by ``/api/openapi.json``, its problems said as RFC 9457 asks.

Start with ``api.py``. What a simulation is made of is judged by ``simulators.core.exchange``, never here.
"""
