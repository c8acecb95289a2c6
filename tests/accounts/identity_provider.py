"""An identity provider for tests: a real server that publishes its keys, gives tokens and signs what it says.

By default everything it says is right. A test makes it lie: ``provider.identity["nonce"] = "another"``,
``provider.person["sub"] = "somebody else"``, ``provider.signs_with(a_key())``.
"""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

CLIENT, SECRET = "la-bourse", "un secret de test"
ACCESS_TOKEN = "jeton"


def a_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


class Provider:
    """The state of the server, which a test may change before the visitor comes back."""

    def __init__(self):
        self.published, self.key_id = a_key(), "2026"
        self.signing = self.published
        self.identity: dict = {}  # what replaces claims of the id_token; None removes one
        self.person: dict = {}  # the same for userinfo
        self.asked: dict = {}  # parameters of the last visit
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *problem):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def settings(self, **more) -> dict:
        """This provider as ``SOCIALACCOUNT_PROVIDERS`` describes it."""
        app = {
            "provider_id": "franceconnect",
            "name": "FranceConnect",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": self.issuer, "acr": ["eidas2", "eidas3"]} | more,
        }
        return {
            "openid_connect": {
                "provider_class": "apprentissage.accounts.sign_in.identity.IdentityProvider",
                "APPS": [app],
            }
        }

    def visit(self, location: str) -> dict:
        """What a person brings back after they identified themselves at this address."""
        assert location.startswith(f"{self.issuer}/authorize?")
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        return {"code": "un code", "state": self.asked["state"]}

    def signs_with(self, key) -> None:
        """Sign with a key under the name of the published one."""
        self.signing = key

    def sign(self, claims: dict, changes: dict) -> str:
        """A signed statement, once the claims are changed."""
        claims = {name: value for name, value in (claims | changes).items() if value is not None}
        return jwt.encode(claims, self.signing, algorithm="ES256", headers={"kid": self.key_id})

    def id_token(self) -> str:
        now = int(time.time())
        common = {"iss": self.issuer, "aud": CLIENT, "sub": "42", "iat": now, "exp": now + 60}
        return self.sign(common | {"nonce": self.asked["nonce"], "acr": "eidas2"}, self.identity)

    def userinfo(self) -> str:
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": "42", "email": "lina@exemple.fr", "given_name": "Lina"}
        return self.sign(claims, self.person)

    def configuration(self) -> dict:
        names = {"authorization": "authorize", "token": "token", "userinfo": "userinfo", "end_session": "farewell"}
        endpoints = {f"{name}_endpoint": f"{self.issuer}/{path}" for name, path in names.items()}
        return endpoints | {
            "issuer": self.issuer,
            "jwks_uri": f"{self.issuer}/keys",
            "code_challenge_methods_supported": ["S256"],
        }

    def keys(self) -> dict:
        published = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(self.published.public_key()))
        return {"keys": [published | {"kid": self.key_id, "use": "sig", "alg": "ES256"}]}


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path == "/userinfo":
                assert self.headers["Authorization"] == f"Bearer {ACCESS_TOKEN}"
                return self.answer("application/jwt", provider.userinfo())
            pages = {"/.well-known/openid-configuration": provider.configuration, "/keys": provider.keys}
            return self.answer("application/json", json.dumps(pages[self.path]()))

        def do_POST(self):
            posted = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            assert posted["client_secret"] == [SECRET]
            assert posted["code_verifier"]
            tokens = {"access_token": ACCESS_TOKEN, "token_type": "Bearer", "id_token": provider.id_token()}
            return self.answer("application/json", json.dumps(tokens))

        def answer(self, kind: str, body: str):
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *args):
            """Keep silent."""

    return Handler
