"""A stub of the State's public API of companies: it answers what a test told it, over real HTTP."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class StubRegister(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.places: dict[str, dict] = {}
        self.asked: list[str] = []
        self.status, self.delay, self.body = 200, 0.0, None
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/search"

    def knows(self, siret: str, *, company=None, **place) -> None:
        """Have it answer with this establishment; the rest is that of an ordinary bakery."""
        self.places[siret] = {
            "siren": siret[:9],
            "nom_complet": "LE FOURNIL DES CONSULS",
            "nom_raison_sociale": "LE FOURNIL DES CONSULS",
            "nature_juridique": "5499",
            "activite_principale": "10.71C",
            "statut_diffusion": "O",
            "siege": {"siret": "00000000000000"},
            "matching_etablissements": [
                {
                    "siret": siret,
                    "activite_principale": "10.71C",
                    "adresse": "3 RUE DES CONSULS 24200 SARLAT-LA-CANEDA",
                    "caractere_employeur": "O",
                    "code_postal": "24200",
                    "commune": "24520",
                    "date_creation": "2011-04-01",
                    "etat_administratif": "A",
                    "liste_enseignes": ["FOURNIL DES CONSULS"],
                    "liste_idcc": ["0843"],
                    "nom_commercial": None,
                    "statut_diffusion_etablissement": "O",
                    "tranche_effectif_salarie": "02",
                    **place,
                }
            ],
            **(company or {}),
        }


class Handler(BaseHTTPRequestHandler):
    server: StubRegister

    def do_GET(self):
        siret = parse_qs(urlsplit(self.path).query)["q"][0]
        self.server.asked.append(siret)
        time.sleep(self.server.delay)
        results = [self.server.places[siret]] if siret in self.server.places else []
        body = self.server.body or json.dumps({"results": results, "total_results": len(results)}).encode()
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        """Silent."""
