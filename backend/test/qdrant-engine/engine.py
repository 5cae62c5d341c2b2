"""A thin HTTP layer over Qdrant's own engine in local mode, for tests.

Requests are parsed with the vendor's own models (they refuse unknown fields), run by the vendor's own engine
(`QdrantClient(":memory:")`: an exact scan in Python, so that its times mean nothing), and answered as the server's REST
interface does. Only the part of it that Lectern uses is here. Faults can be put in front of it: see `Faults`.

Usage: engine.py [--port 0] [--api-key KEY] [--version 1.20.0]
"""

import argparse
import json
import re
import socket
import threading
import time
import warnings
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError
from qdrant_client import QdrantClient
from qdrant_client.http import models

ALIASES = TypeAdapter(models.ChangeAliasesOperation)
INSERTS = TypeAdapter(models.PointInsertOperations)
SELECTORS = TypeAdapter(models.PointsSelector)
RECORDED_REQUESTS = 5000


class Refusal(Exception):
    """An answer that is not a success."""

    def __init__(self, status: int, message: str):
        super().__init__(message)
        self.status = status


class Faults:
    """Faults to come: each matches `METHOD path` by a regular expression and is used up after `times` requests.

    {"match": "...", "times": 1, "status": 429, "retry_after": 1}  answers with that status
    {"match": "...", "times": 1, "delay_ms": 500}                  answers late
    {"match": "...", "times": 1, "cut": true}                      closes the connection in the middle of the answer
    """

    def __init__(self):
        self.planned: list[dict] = []
        self.lock = threading.Lock()

    def plan(self, faults: list[dict]) -> None:
        with self.lock:
            self.planned = [dict(fault) for fault in faults]

    def take(self, request: str) -> dict:
        with self.lock:
            for fault in self.planned:
                if fault.get("times", 1) > 0 and re.search(fault["match"], request):
                    fault["times"] = fault.get("times", 1) - 1
                    return fault
        return {}


class Engine:
    """The subset of the REST interface, by method and path."""

    def __init__(self, version: str):
        self.client = QdrantClient(":memory:", force_disable_check_same_thread=True)
        self.version = version
        self.lock = threading.Lock()
        name = r"/collections/([^/]+)"
        self.routes = [
            ("GET", r"/collections", self.list_collections),
            ("GET", r"/aliases", self.list_aliases),
            ("POST", r"/collections/aliases", self.change_aliases),
            ("GET", name + r"/exists", self.exists),
            ("GET", name, self.describe),
            ("PUT", name, self.create),
            ("DELETE", name, self.drop),
            ("PUT", name + r"/index", self.create_index),
            ("PUT", name + r"/points", self.upsert),
            ("POST", name + r"/points/delete", self.delete_points),
            ("POST", name + r"/points/count", self.count),
            ("POST", name + r"/points/query", self.query),
            ("POST", name + r"/points/query/batch", self.query_batch),
        ]

    def answer(self, method: str, path: str, body: bytes):
        for wanted, pattern, handler in self.routes:
            found = re.fullmatch(pattern, path)
            if wanted == method and found:
                with self.lock:
                    try:
                        return handler(*found.groups(), json.loads(body or b"{}"))
                    except ValidationError as error:
                        raise Refusal(400, f"Format error in JSON body: {error}") from error
                    except ValueError as error:
                        raise refusal(str(error)) from error
        raise Refusal(404, "")

    def list_collections(self, _body):
        return self.client.get_collections()

    def list_aliases(self, _body):
        return self.client.get_aliases()

    def change_aliases(self, body):
        return self.client.update_collection_aliases(ALIASES.validate_python(body).actions)

    def exists(self, name, _body):
        return {"exists": self.client.collection_exists(name)}

    def describe(self, name, _body):
        return self.client.get_collection(name)

    def create(self, name, body):
        asked = models.CreateCollection.model_validate(body)
        return self.client.create_collection(
            name, vectors_config=asked.vectors, sparse_vectors_config=asked.sparse_vectors, metadata=asked.metadata
        )

    def drop(self, name, _body):
        return self.client.delete_collection(name)

    def create_index(self, name, body):
        asked = models.CreateFieldIndex.model_validate(body)
        with warnings.catch_warnings():
            # It says that local mode needs none.
            warnings.simplefilter("ignore")
            return self.client.create_payload_index(name, asked.field_name, asked.field_schema)

    def upsert(self, name, body):
        points = INSERTS.validate_python(body)
        self.check_dimensions(name, points.points)
        return self.client.upsert(name, points.points)

    def check_dimensions(self, name, points):
        """What the server says before it stores anything; local mode says it in NumPy's words."""
        sizes = self.client.get_collection(name).config.params.vectors
        for point in points:
            for vector, values in point.vector.items():
                size = sizes[vector].size if isinstance(sizes, dict) and vector in sizes else None
                if size is not None and len(values) != size:
                    text = f"Wrong input: Vector dimension error: expected dim: {size}, got {len(values)}"
                    raise Refusal(400, text)

    def delete_points(self, name, body):
        return self.client.delete(name, SELECTORS.validate_python(body))

    def count(self, name, body):
        asked = models.CountRequest.model_validate(body)
        return self.client.count(name, asked.filter, exact=True)

    def query(self, name, body):
        return self.run(name, [models.QueryRequest.model_validate(body)])[0]

    def query_batch(self, name, body):
        return self.run(name, models.QueryRequestBatch.model_validate(body).searches)

    def run(self, name, requests):
        for request in requests:
            # What the server takes when nothing is said.
            request.offset = request.offset or 0
            request.with_payload = request.with_payload or False
            request.with_vector = request.with_vector or False
        with warnings.catch_warnings():
            # It says that search parameters have no effect here.
            warnings.simplefilter("ignore")
            return self.client.query_batch_points(name, requests)


def refusal(message: str) -> Refusal:
    if "not found" in message:
        return Refusal(404, f"Not found: {message}")
    return Refusal(409 if "already exists" in message else 400, f"Wrong input: {message}")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "qdrant-test-engine"
    engine: Engine
    faults = Faults()
    requests: list[str] = []
    api_key: str | None = None

    def handle_one(self):
        path = urlsplit(self.path).path
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        if path == "/_faults":
            self.faults.plan(json.loads(body or b"[]"))
            return self.send(200, {})
        if path == "/_requests":
            seen = list(self.requests)
            self.requests.clear()
            return self.send(200, seen)
        if path in ("/healthz", "/readyz", "/livez"):
            return self.send(200, {})
        request = f"{self.command} {path}"
        if len(self.requests) < RECORDED_REQUESTS:
            self.requests.append(request)
        fault = self.faults.take(request)
        time.sleep(fault.get("delay_ms", 0) / 1000)
        if "status" in fault:
            retry = {"retry-after": str(fault["retry_after"])} if "retry_after" in fault else {}
            return self.send(fault["status"], {"status": {"error": "a planned fault"}, "time": 0}, retry)
        if self.api_key is not None and self.headers.get("api-key") != self.api_key:
            return self.send(401, {"status": {"error": "Must provide an API key or an Authorization bearer token"}, "time": 0})
        if path == "/":
            return self.send(200, {"title": "qdrant - vector search engine", "version": self.engine.version})
        try:
            result = self.engine.answer(self.command, path, body)
        except Refusal as error:
            return self.send(error.status, {"status": {"error": str(error)}, "time": 0})
        return self.send(200, {"result": as_json(result), "status": "ok", "time": 0}, cut=fault.get("cut", False))

    do_GET = do_PUT = do_POST = do_DELETE = handle_one

    def send(self, status: int, value, headers: dict | None = None, cut: bool = False):
        payload = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(payload)))
        for name, text in (headers or {}).items():
            self.send_header(name, text)
        self.end_headers()
        if cut:
            self.wfile.write(payload[: len(payload) // 2])
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
            return
        self.wfile.write(payload)

    def log_message(self, *_args):
        pass


def as_json(value):
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.model_dump(mode="json") if hasattr(value, "model_dump") else value


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--api-key")
    parser.add_argument("--version", default="1.20.0")
    options = parser.parse_args()
    Handler.engine = Engine(options.version)
    Handler.api_key = options.api_key
    server = ThreadingHTTPServer(("127.0.0.1", options.port), Handler)
    server.daemon_threads = True
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


if __name__ == "__main__":
    main()
