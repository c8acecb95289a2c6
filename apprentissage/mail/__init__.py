"""Mail: an outbox. A room posts a message in its own transaction; the worker sends it once, later, and tries again.

Start with ``outbox.post``. A room writes two templates, ``templates/mail/<room>/<name>.txt`` and ``.html``, which say
the same in the same order. The text comes first, and is complete::

    {% extends "mail/_layout.txt" %}
    {% block subject %}Votre candidature est partie{% endblock %}
    {% block body %}Le Fournil de la Bouquerie a reçu votre candidature. Réponse attendue avant le {{ due }}.

    Suivre ma candidature :
    {{ follow_url }}{% endblock %}
    {% block why %}Vous recevez ce message parce que vous avez postulé.{% endblock %}

    {% extends "mail/_layout.html" %}
    {% block body %}
      <p>Le Fournil de la Bouquerie a reçu votre candidature. Réponse attendue avant le {{ due }}.</p>
      {% include "mail/_button.html" with url=follow_url label="Suivre ma candidature" only %}
    {% endblock %}
    {% block why %}Vous recevez ce message parce que vous avez postulé.{% endblock %}

A paragraph of the text is one line: sending wraps it at 72 signs, and sets the no-break spaces and apostrophes of both.
``site`` (the address of the service, without a final slash) is always there. ``unsubscribe_url``, when it is among
the facts, adds the line at the foot and the headers of one-click unsubscription (RFC 8058): that address must accept a
POST without session nor CSRF token.

What is promised, and what is not: ``delivery``.
"""
