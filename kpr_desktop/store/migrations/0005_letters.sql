-- Letters that are kept, consents that are signed, and what a citizen asks for.

-- The sender: arms or logo (PNG), and how letters are laid out and marked.
ALTER TABLE office ADD COLUMN logo BLOB NOT NULL DEFAULT x'';
ALTER TABLE office ADD COLUMN logo_alt TEXT NOT NULL DEFAULT '';
ALTER TABLE office ADD COLUMN logo_right INTEGER NOT NULL DEFAULT 0;
ALTER TABLE office ADD COLUMN windowed INTEGER NOT NULL DEFAULT 1;
ALTER TABLE office ADD COLUMN exempt INTEGER NOT NULL DEFAULT 0;

-- A letter: its print number, what it is about (an id), and how the paper ended. `printed_at`: the latest time;
-- `shielded`: the address was protected when it was made.
ALTER TABLE delivery ADD COLUMN number TEXT NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN pages INTEGER NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN collect_by TEXT;
ALTER TABLE delivery ADD COLUMN printed_at TEXT;
ALTER TABLE delivery ADD COLUMN settled TEXT NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN settled_on TEXT;
ALTER TABLE delivery ADD COLUMN shielded INTEGER NOT NULL DEFAULT 0;
UPDATE delivery SET settled = way, settled_on = delivered_on;
CREATE UNIQUE INDEX delivery_number ON delivery (number) WHERE number <> '';
CREATE INDEX delivery_open ON delivery (collect_by) WHERE printed_at IS NOT NULL AND settled = '';

-- The very bytes that were made: a reprint is the same paper.
CREATE TABLE letter_file (
    delivery_id TEXT PRIMARY KEY REFERENCES delivery (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    data BLOB NOT NULL
) STRICT;
CREATE INDEX letter_file_person ON letter_file (person_id);

-- Everything that was said of a letter. Never changed; the newest is copied onto the letter.
CREATE TABLE letter_step (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    delivery_id TEXT NOT NULL REFERENCES delivery (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    what TEXT NOT NULL,
    day TEXT NOT NULL,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    device_id TEXT NOT NULL
) STRICT;
CREATE INDEX letter_step_of ON letter_step (delivery_id);
CREATE INDEX letter_step_person ON letter_step (person_id);
INSERT INTO letter_step (id, delivery_id, person_id, what, day, at, by, device_id)
SELECT lower(hex(randomblob(16))), id, person_id, way, delivered_on, made_at, made_by, device_id
FROM delivery WHERE way <> '' AND delivered_on IS NOT NULL;

-- A consent signed on the screen (JSON: name, time, strokes; written once), and the letter that it is in.
ALTER TABLE consent ADD COLUMN signature TEXT NOT NULL DEFAULT '';
ALTER TABLE consent ADD COLUMN letter TEXT NOT NULL DEFAULT '';
CREATE INDEX consent_expiry ON consent (expires_on) WHERE withdrawn_on IS NULL AND expires_on IS NOT NULL;

-- What a citizen asks for. A column is filled once, and never changed after that.
CREATE TABLE rights_request (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    person_id TEXT NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    received_on TEXT NOT NULL,
    received_by TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asker_name TEXT NOT NULL,
    words TEXT NOT NULL,
    due_on TEXT NOT NULL,
    extended_to TEXT,
    extended_why TEXT NOT NULL,
    extended_on TEXT,
    answered_on TEXT,
    outcome TEXT NOT NULL,
    answer TEXT NOT NULL,
    delivery_id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    device_id TEXT NOT NULL
) STRICT;
CREATE INDEX rights_request_person ON rights_request (person_id);
CREATE INDEX rights_request_open ON rights_request (row) WHERE answered_on IS NULL;

-- Whoever got the data before a correction is to be told of it.
CREATE TABLE correction_notice (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    request_id TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    recipient TEXT NOT NULL,
    what TEXT NOT NULL,
    given_on TEXT,
    told_on TEXT,
    told_by TEXT NOT NULL,
    told_how TEXT NOT NULL
) STRICT;
CREATE INDEX correction_notice_person ON correction_notice (person_id);
CREATE INDEX correction_notice_open ON correction_notice (row) WHERE told_on IS NULL;

-- What was told by hand, on the telephone or otherwise. A mistaken one is replaced by another, and both are kept.
CREATE TABLE disclosure (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    person_id TEXT NOT NULL REFERENCES person (id),
    recipient TEXT NOT NULL,
    consent_id TEXT NOT NULL,
    basis TEXT NOT NULL,
    what TEXT NOT NULL,
    day TEXT NOT NULL,
    how TEXT NOT NULL,
    replaces TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    device_id TEXT NOT NULL
) STRICT;
CREATE INDEX disclosure_person ON disclosure (person_id);

-- Guidance on reservation: who was told, or helped. It drops nothing.
CREATE TABLE reservation_talk (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    person_id TEXT NOT NULL REFERENCES person (id),
    day TEXT NOT NULL,
    what TEXT NOT NULL,
    words TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    device_id TEXT NOT NULL
) STRICT;
CREATE INDEX reservation_talk_person ON reservation_talk (person_id);
