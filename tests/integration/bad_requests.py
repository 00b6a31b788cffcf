"""What must not be stored, generated: events with one field wrong, bodies that are no events, requests
that are no HTTP, or HTTP that two readers could take differently."""

import gzip
import io
import json
import random
import zipfile
import zlib

import dunghan

TIME = "2021-06-07T08:00:00+07:00"
ROUTE = "/api/v1/events"

# An event that uses the field, for every field there is.
BASES = {
    "received": {"type": "received", "at": TIME, "agency": "A", "procedure": "P"},
    "assigned": {"type": "assigned", "at": TIME, "agency": "A", "unit": "Phòng 1"},
    "transferred": {"type": "transferred", "at": TIME, "agency": "A", "to_agency": "B"},
    "rated": {"type": "rated", "at": TIME, "rating": 5},
    "voided": {"type": "voided", "at": TIME, "voids": "one"},
    "snapshot": {"type": "snapshot", "at": TIME, "agency": "A", "procedure": "P"},
}
USED_ON = {"step": "assigned", "step_due": "assigned", "to_agency": "transferred", "rating": "rated",
           "voids": "voided", "received": "snapshot", "state": "snapshot", "ended": "snapshot"}
FIELDS = ("dossier", "type", "at", "id", "source", "agency", "procedure", "counter", "channel", "due", "unit",
          "step", "step_due", "to_agency", "reason", "rating", "voids", "received", "state", "ended")
REQUIRED = {"dossier", "type", "at", "agency", "procedure", "rating", "voids"}
TIMES = {"at", "due", "step_due", "received", "ended"}

# As they stand in JSON; no field takes one of them (rating takes a number, but none of these).
WRONG_KINDS = ("7777", "-1", "1.5", "1e999", "-0", "9" * 400, "true", "false", "[]", "{}", '[["D1"]]', '{"a":{"b":1}}',
               "[" * 40 + "]" * 40)
WRONG_TEXTS = {"long": "x" * 1000, "very long": "y" * 100_000, "a zero byte": "a\0b", "a control character": "a\x1fb",
               "a line break": "a\nb", "DEL": "a\x7fb", "C1": "a\x85b", "a character nobody sees": "a\u200bb",
               "another direction": "a\u202eb", "a private character": "a\ue000b"}
WRONG_TIMES = ("2021-13-01", "2021-02-30", "2021-00-10", "0000-01-01", "0001-01-01T00:00:00Z", "1989-12-31T23:59:59Z",
               "2201-01-01T00:00:00Z", "9999-12-31T23:59:59+07:00", "10000-01-01", "-2021-06-07", "+2021-06-07", "07/06/2021",
               "2021-6-7", "20210607", "2021-06-07T", "2021-06-07T25:00:00+07:00", "2021-06-07T08:60:00+07:00",
               "2021-06-07T08:00:60+07:00", "2021-06-07T08:00:00", "2021-06-07T08:00:00+25:00", "2021-06-07T08:00:00+07:00x",
               "2021-06-07T08:00+07:00", "2021-W23-1", "1623027600", "yesterday", "ngày 7", "２０２１-06-07", " 2021-06-07",
               "2021-06-07 ", "T08:00:00Z")
# Bytes that are no UTF-8, or no JSON, inside a text.
WRONG_BYTES = (b"a\xffb", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe1\xbb", b"a\x01b", b"a\tb", b"a\\xb", b"\\u12", b"\\ud800")


def event_for(field, number):
    base = BASES[USED_ON.get(field, "received")]
    return {"dossier": f"bad-{number}", "id": f"bad-{number}", **base}


def with_json(event, field, value):
    """The event with a field that stands in JSON like this."""
    members = [f"{json.dumps(name)}:{json.dumps(said, ensure_ascii=False)}" for name, said in event.items()
               if name != field]
    return ("{" + ",".join([*members, f"{json.dumps(field)}:{value}"]) + "}").encode()


def wrong_values(field):
    """(what it is, how it stands in JSON) for all that the field does not take."""
    for value in WRONG_KINDS:
        yield value[:20], value
    if field == "rating":
        for value in ("0", "6", "5.0", "05", "1e0", '"5"', '"five"'):
            # The last but three is no JSON at all.
            if value != "05":
                yield value, value
        return
    if field in TIMES:
        for text in WRONG_TIMES:
            # A step may be due on a date, and so may all but the event itself.
            yield text, json.dumps(text)
    for name, text in WRONG_TEXTS.items():
        yield name, json.dumps(text)
    if field in ("type", "channel", "state"):
        for text in ("recieved", "RECEIVED", "received ", "đã tiếp nhận", "null"):
            yield text, json.dumps(text)
    if field in ("agency", "procedure", "counter", "to_agency"):
        yield "an unknown one", '"X"'
    if field in ("dossier", "agency", "procedure", "counter", "to_agency"):
        yield "blanks", '"A B"'


def is_taken(field, what):
    """A reason is a code of the list or becomes "other"; names may be of 200 characters and hold what
    leaves no mark, as some scripts need."""
    is_text = what in WRONG_TEXTS
    if field == "reason":
        return is_text
    return field in ("unit", "step") and what in ("a character nobody sees", "a private character")


def bad_fields():
    """(name, body, field): each an object of which one field is wrong. Nothing for the field: it is
    to be taken all the same."""
    number = 0
    for field in FIELDS:
        for what, value in wrong_values(field):
            number += 1
            yield (f"{field}: {what}", with_json(event_for(field, number), field, value),
                   None if is_taken(field, what) else field)
        for what, value in (("null", "null"), ("empty", '""')):
            number += 1
            yield (f"{field}: {what}", with_json(event_for(field, number), field, value),
                   field if field in REQUIRED else None)
        number += 1
        event = event_for(field, number)
        event.pop(field, None)
        yield f"{field}: missing", json.dumps(event).encode(), field if field in REQUIRED else None
        number += 1
        yield (f"{field}: twice", json.dumps(event_for(field, number)).encode()[:-1] +
               f',"{field}":"a","{field}":"b"}}'.encode(), field)


def bad_bytes():
    """(name, body): objects that are no JSON for the bytes of one field."""
    for field in FIELDS:
        for value in WRONG_BYTES:
            yield f"{field}: {value!r}", with_json(event_for(field, 0), field, "$").replace(b":$", b':"' + value + b'"')


def zipped(content):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("events.json", content)
    return made.getvalue()


def bad_bodies(good):
    """(name, body): what is no event, nor a list of them, as JSON."""
    text = good.decode()
    yield from {
        "nothing": b"", "blanks": b" \r\n\t ", "a byte-order mark": b"\xef\xbb\xbf", "a zero byte": b"\0",
        "null": b"null", "true": b"true", "a number": b"7", "a huge number": b"9" * 5000, "a text": b'"received"',
        "an empty list": b"[]", "NaN": b"NaN", "minus": b"-", "a brace": b"{", "a bracket": b"[", "closed": b"]",
        "XML": b'<?xml version="1.0"?><hoso><ma>D1</ma></hoso>', "HTML": b"<!DOCTYPE html><html></html>",
        "CSV": b"dossier,type,at\nD1,received,2021-06-07\n", "YAML": b"dossier: D1\ntype: received\n",
        "a form": b"dossier=D1&type=received", "TOML": b'dossier = "D1"\n', "MessagePack": b"\x82\xa7dossier\xa2D1",
        "single quotes": text.replace('"', "'").encode(), "names without quotes": b"{dossier:1}",
        "a comment": b"/* an event */" + good, "a comma too many": good[:-1] + b",}", "no comma": good.replace(b",", b" ", 1),
        "no colon": good.replace(b":", b" ", 1), "two events": good + good, "an event and more": good + b" x",
        "a list and more": b"[" + good + b"] x", "a list without a comma": b"[" + good + good + b"]",
        "a list not closed": b"[" + good, "a list in a list, open": b"[[" + good + b"]", "deep lists": b"[" * 200_000,
        "deep objects": b'{"a":' * 100_000, "UTF-16": text.encode("utf-16"), "UTF-16 big": text.encode("utf-16-be"),
        "UTF-32": text.encode("utf-32"), "Latin": "{\"unit\":\"Phòng\"}".encode("latin-1"), "zip": zipped(text),
        "zip of nothing": zipped(""), "gzip unsaid": gzip.compress(good), "zlib": zlib.compress(good),
        "PNG": b"\x89PNG\r\n\x1a\n" + bytes(100), "PDF": b"%PDF-1.4\n", "an Excel file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
        "an event over its size": b'{"dossier":"D1","note":"' + b"x" * (1 << 20) + b'"}',
    }.items()
    # Cut off anywhere.
    for size in range(1, len(good)):
        yield f"the first {size} bytes", good[:size]


def mutated(good, count, seed):
    """(name, body): a good event with some bytes changed; no telling what it is."""
    chance = random.Random(seed)
    for number in range(count):
        body = bytearray(good)
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(body))
            body[place:place + chance.randint(0, 2)] = bytes(chance.randrange(256) for _ in range(chance.randint(0, 2)))
        yield f"mutation {number} of seed {seed}", bytes(body)


def bad_gzip(good, most):
    """(name, body, status, part of the detail), all sent as Content-Encoding: gzip."""
    whole = gzip.compress(good)
    bomb = gzip.compress(bytes(64 << 20), 9)
    yield "a bomb", bomb, 413, f"exceeds {most} bytes when it is unpacked"
    yield "a bomb of members", gzip.compress(b" " * (1 << 16)) * 1000, 413, f"{most} bytes"
    yield "a bomb of empty members", gzip.compress(b"") * 20_000 + bomb, 413, f"{most} bytes"
    yield "a bomb in a bomb", gzip.compress(bomb * 20), 413, f"{most} bytes"
    yield "a bomb that says it is small", bomb[:-4] + b"\5\0\0\0", 413, f"{most} bytes"
    yield "one byte too many", gzip.compress(b" " * (most + 1)), 413, f"{most} bytes"
    yield "gzip in gzip", gzip.compress(whole), 400, "compressed by gzip"
    yield "no gzip", good, 400, "does not begin as gzip does"
    yield "zip", zipped(good), 400, "does not begin as gzip does"
    yield "zlib", zlib.compress(good), 400, "does not begin as gzip does"
    yield "rubbish behind it", whole + b"rubbish", 400, "something else follows"
    yield "an event behind it", whole + good, 400, "something else follows"
    yield "half a member behind it", whole + whole[:15], 400, "cut off"
    yield "another method", whole[:2] + b"\7" + whole[3:], 400, "damaged"
    yield "a flag nobody knows", whole[:3] + b"\xe0" + whole[4:], 400, "damaged"
    yield "another checksum", whole[:-8] + bytes(4) + whole[-4:], 400, "incorrect data check"
    yield "another size", whole[:-4] + b"\1\0\0\0", 400, "incorrect length check"
    yield "nothing in it", gzip.compress(b""), 400, "the body is empty"
    yield "nothing at all", b"", 400, "the body is empty"
    yield "zeros alone", bytes(100), 400, "does not begin as gzip does"
    for size in range(1, len(whole), 7):
        yield f"cut off after {size} bytes", whole[:size], 400, "cut off"


def head(*lines, method="POST", target=ROUTE, version="HTTP/1.1", host="Host: localhost"):
    """A request head that is sound but for what is given."""
    first = [f"{method} {target} {version}", *([host] if host else []), "Content-Type: application/json"]
    return "\r\n".join([*first, *lines, "", ""]).encode()


def chunked(*pieces):
    return head("Transfer-Encoding: chunked") + b"".join(pieces)


def bad_framing(good):
    """(name, bytes, statuses): requests whose body or head two readers could cut differently. Whatever
    follows one must not be read as a request."""
    size = len(good)
    length = f"Content-Length: {size}"
    chunk = f"{size:x}\r\n".encode() + good + b"\r\n"
    inner = head("Content-Length: 2", target="/api/v1/events?smuggled=1") + b"{}"
    for bad in ("xyz", "-1", "0x5", "+5", "5 5", "FFFFFFFFFFFFFFFFF", "", " ", "5,", ";a"):
        yield f"chunk size {bad!r}", chunked(bad.encode() + b"\r\n" + good + b"\r\n0\r\n\r\n"), {400, 413}
    yield "a chunk longer than it says", chunked(b"5\r\n" + good + b"\r\n0\r\n\r\n"), {400}
    yield "a chunk without its line end", chunked(chunk[:-2] + b"0\r\n\r\n"), {400}
    yield "a chunk that ends in a line feed alone", chunked(chunk[:-2] + b"\n0\r\n\r\n"), {400}
    yield "a chunk size that ends in a line feed alone", chunked(f"{size:x}\n".encode() + good + b"\r\n0\r\n\r\n"), {400}
    yield "an endless chunk extension", chunked(f"{size:x};a=".encode() + b"b" * 100_000), {400, 431}
    yield "an endless trailer", chunked(chunk + b"0\r\nA: " + b"b" * 100_000), {400, 431}
    yield "a trailer that is none", chunked(chunk + b"0\r\nno colon\r\n\r\n"), {400}
    yield "a length in the trailer", chunked(chunk + b"0\r\nContent-Length: 1\r\n\r\n"), {400}
    yield "both lengths", head(length, "Transfer-Encoding: chunked") + chunk + b"0\r\n\r\n" + inner, {400}
    yield "both lengths, the other way", head("Transfer-Encoding: chunked", "Content-Length: 4") + chunk + b"0\r\n\r\n" + inner, {400}
    yield "a length and a coding nobody knows", head(length, "Transfer-Encoding: xchunked") + good, {400, 501}
    for coding in ("identity", "gzip, chunked", "chunked, chunked", "xchunked", "chunked;a=b", "\"chunked\"", "chunked, identity"):
        yield f"Transfer-Encoding: {coding}", head(f"Transfer-Encoding: {coding}") + chunk + b"0\r\n\r\n" + inner, {400, 501}
    yield "two transfer codings", head("Transfer-Encoding: chunked", "Transfer-Encoding: identity") + chunk + b"0\r\n\r\n" + inner, {400, 501}
    yield "a coding hidden by a blank", head("Transfer-Encoding : chunked") + chunk + b"0\r\n\r\n" + inner, {400}
    yield "a coding hidden by a vertical tab", head("Transfer-Encoding:\x0bchunked") + chunk + b"0\r\n\r\n" + inner, {400, 501}
    yield "a coding in a folded line", head("X: y", " Transfer-Encoding: chunked", length) + good + inner, {400}
    yield "a coding over two lines", head("Transfer-Encoding:", " chunked") + chunk + b"0\r\n\r\n" + inner, {400}
    yield "chunked in HTTP/1.0", head("Transfer-Encoding: chunked", version="HTTP/1.0") + chunk + b"0\r\n\r\n" + inner, {400}
    yield "two lengths", head(length, "Content-Length: 2") + good + inner, {400}
    yield "the same length twice", head(length, length) + good + inner, {400}
    yield "the length over two lines", head("Content-Length:", f" {size}") + good + inner, {400}
    for bad in (f"{size}, {size}", f"+{size}", f"-{size}", f"{size} 2", f"0x{size:x}", f"{size}.0", "", "9" * 30, "1e2", f"{size};"):
        yield f"Content-Length: {bad[:12]}", head(f"Content-Length: {bad}") + good + inner, {400, 413}
    yield "a length beyond the limit", head("Content-Length: 99999999999"), {413}


def bad_heads(good):
    """(name, bytes, statuses): heads that are no HTTP, or none for here."""
    length = f"Content-Length: {len(good)}"
    yield "no host", head(length, host="") + good, {400}
    yield "two hosts", head(length, "Host: localhost") + good, {400}
    yield "another host", head(length, host="Host: evil.example") + good, {421}
    yield "a host that is none", head(length, host="Host: a b") + good, {400}
    yield "a host with a path", head(length, host="Host: localhost/a") + good, {400}
    for version in ("HTTP/2.0", "HTTP/1.2", "HTTP/0.9", "http/1.1", "HTTP/1.1x", "HTTP/11", "HTPP/1.1", ""):
        yield f"version {version!r}", head(length, version=version) + good, {400, 505}
    for target in ("", "events", "*", "/%", "/%zz", "/a%00b", "/a#b", "//", "/api/v1/events%2f", "ftp://localhost/", "/a b", "/\x01"):
        yield f"target {target!r}", head(length, target=target) + good, {400, 404, 421}
    yield "an endless target", head(length, target="/" + "a" * 100_000), {400, 414, 431}
    yield "a flood of fields", head(*[f"X-{n}: y" for n in range(5000)]), {431}
    yield "an endless field", head("X: " + "y" * 100_000), {431}
    yield "an endless name", head("X" * 100_000 + ": y"), {400, 431}
    yield "a flood of attributes", head(*[f"ce-{n}: y" for n in range(5000)]), {431}
    yield "a zero byte in a field", head("X: a\0b", length) + good, {400}
    yield "a carriage return in a field", head("X: a\rb", length) + good, {400}
    yield "a field without a name", head(": b", length) + good, {400}
    yield "a field without a colon", head("X", length) + good, {400}
    yield "a blank in a name", head("X Y: b", length) + good, {400}
    yield "a blank before the colon", head("X : b", length) + good, {400}
    yield "a folded field", head("X: a", " b", length) + good, {400}
    yield "a fold before any field", b"POST / HTTP/1.1\r\n Host: localhost\r\n\r\n", {400}
    yield "lines that end in a line feed alone", head(length).replace(b"\r\n", b"\n") + good, {400}
    yield "one line that does", head("X: y", length).replace(b"X: y\r\n", b"X: y\n") + good, {400}
    yield "an expectation nobody meets", head(length, "Expect: 200-maybe") + good, {417}
    yield "two content types", head(length, "Content-Type: text/csv") + good, {400}
    yield "two authorizations", head(length, "Authorization: a", "Authorization: b") + good, {400}
    yield "no HTTP", b"GARBAGE\r\n\r\n", {400}
    yield "TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200), {400}
    yield "HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400, 505}
    yield "SSH", b"SSH-2.0-OpenSSH_9.2\r\n\r\n", {400}
    yield "a proxy's line", b"PROXY TCP4 1.2.3.4 1.2.3.4 1 2\r\n" + head(length) + good, {400}
    for method in ("GET", "PUT", "DELETE", "PATCH", "TRACE", "BREW", "post", "POSTS"):
        yield f"method {method}", head(length, method=method) + good, {405}
    yield "a tunnel", head(method="CONNECT", target="localhost:443"), {501}
    for method in ("", "PO ST", "PÓST", "P" * 50_000, "PO\0ST"):
        yield f"method {method[:8]!r}", head(length, method=method) + good, {400, 431}


def wrong_types(good):
    """(name, headers, status): events announced as something else."""
    yield "Content-Type: text/csv", {"Content-Type": "text/csv"}, 422  # a list of dossiers without headings
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml",
                 "application/jsonp", "application/*", "json", "application/cloudevents", "application/cloudevents+avro",
                 "application/cloudevents-batch", "application/json, text/plain", ";", "\xa0"):
        yield f"Content-Type: {kind}", {"Content-Type": kind}, 415
    for coding in ("br", "deflate", "compress", "zstd", "gzip, gzip", "gzip, identity", "gzip;q=1", "*", "aes128gcm"):
        yield f"Content-Encoding: {coding}", {"Content-Type": "application/json", "Content-Encoding": coding}, 415
    for origin in ("http://elsewhere", "null", "http://localhost.evil.example", "file://"):
        yield f"Origin: {origin}", {"Content-Type": "application/json", "Origin": origin}, 403


GOOD = json.dumps(dunghan.received("good"), ensure_ascii=False).encode()
