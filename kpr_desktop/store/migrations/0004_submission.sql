-- Care services in full, the chain of corrections, and what became of each file.

-- A service: complaint, annulment, why a version took the place of another, and every change of provider.
ALTER TABLE service ADD COLUMN complained_on TEXT;
ALTER TABLE service ADD COLUMN complaint_answered_on TEXT;
ALTER TABLE service ADD COLUMN annulled INTEGER NOT NULL DEFAULT 0;
ALTER TABLE service ADD COLUMN version_reason TEXT NOT NULL DEFAULT '';
-- 1: its events have to be planned anew before the next file (another scope, another first day, an older form).
ALTER TABLE service ADD COLUMN replan INTEGER NOT NULL DEFAULT 0;
CREATE INDEX service_replan ON service (row) WHERE replan = 1;
ALTER TABLE service_history ADD COLUMN complained_on TEXT;
ALTER TABLE service_history ADD COLUMN complaint_answered_on TEXT;
ALTER TABLE service_history ADD COLUMN annulled INTEGER NOT NULL DEFAULT 0;
ALTER TABLE service_history ADD COLUMN version_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE service_history ADD COLUMN changes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE pause ADD COLUMN kind TEXT NOT NULL DEFAULT '';

CREATE TABLE provider_change (
    service INTEGER NOT NULL REFERENCES service (row),
    place INTEGER NOT NULL,
    id TEXT NOT NULL,
    since TEXT NOT NULL,
    number TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (service, place)
) STRICT, WITHOUT ROWID;

-- Until now a service knew its latest provider alone; the events tell of those before.
INSERT INTO provider_change (service, place, id, since, number, name)
SELECT s.row, row_number() OVER (PARTITION BY s.row ORDER BY e.happened_on, e.row), e.id, e.happened_on,
    e.provider_number, iif(e.provider_number = s.provider_number, s.provider_name, '')
FROM event e JOIN service s ON s.id = e.service_id
WHERE e.kind = 'TjenesteutforerEndret' AND e.overtaken = 0;
INSERT INTO provider_change (service, place, id, since, number, name)
SELECT s.row, (SELECT count(*) FROM provider_change c WHERE c.service = s.row) + 1, lower(hex(randomblob(16))),
    s.provider_since, s.provider_number, s.provider_name
FROM service s
WHERE s.provider_since IS NOT NULL AND (s.start IS NULL OR s.provider_since > s.start)
    AND NOT EXISTS (SELECT 1 FROM provider_change c WHERE c.service = s.row AND c.since = s.provider_since);
UPDATE service_history SET changes = json_array(json_array(
        lower(hex(randomblob(16))), provider_since, provider_number, provider_name))
WHERE provider_since IS NOT NULL;
UPDATE service SET
    provider_number = coalesce((SELECT h.provider_number FROM service_history h
        WHERE h.service = service.row AND h.provider_since IS NULL ORDER BY h.version DESC LIMIT 1), ''),
    provider_name = coalesce((SELECT h.provider_name FROM service_history h
        WHERE h.service = service.row AND h.provider_since IS NULL ORDER BY h.version DESC LIMIT 1), '')
WHERE EXISTS (SELECT 1 FROM provider_change c WHERE c.service = service.row);
ALTER TABLE service DROP COLUMN provider_since;
ALTER TABLE service_history DROP COLUMN provider_since;

-- Events: which original a correction refers to. What was overtaken is planned anew, and becomes a correction.
UPDATE service SET replan = 1 WHERE id IN (SELECT service_id FROM event WHERE overtaken = 1)
    OR EXISTS (SELECT 1 FROM provider_change c WHERE c.service = service.row);
DROP INDEX event_overtaken;
ALTER TABLE event DROP COLUMN overtaken;
ALTER TABLE event RENAME COLUMN pause_id TO part_id;
UPDATE event SET part_id = id WHERE kind = 'TjenesteutforerEndret';
ALTER TABLE event ADD COLUMN status TEXT NOT NULL DEFAULT 'N' CHECK (status IN ('N', 'M', 'C'));
ALTER TABLE event ADD COLUMN refers_to TEXT NOT NULL DEFAULT '';
CREATE INDEX event_person ON event (person_id);

-- A link of the chain may go in several files: the first, and those in which it was sent again.
ALTER TABLE notification ADD COLUMN reference TEXT NOT NULL DEFAULT '';
CREATE TABLE export_notification (
    export_id TEXT NOT NULL REFERENCES export (id),
    notification_id TEXT NOT NULL REFERENCES notification (id),
    PRIMARY KEY (export_id, notification_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX export_of_notification ON export_notification (notification_id);
INSERT INTO export_notification (export_id, notification_id) SELECT export_id, id FROM notification;
ALTER TABLE notification DROP COLUMN export_id;

-- One vault of the municipality gives the numbers: the one that already has.
INSERT INTO setting (key, value) SELECT 'submission.submits', 'yes' WHERE EXISTS (SELECT 1 FROM notification);

-- What became of a file: made, handed over, receipted, failed. The latest step is its state.
ALTER TABLE export ADD COLUMN envelope TEXT NOT NULL DEFAULT 'plain';
ALTER TABLE export ADD COLUMN message_id TEXT NOT NULL DEFAULT '';
ALTER TABLE export ADD COLUMN chosen TEXT NOT NULL DEFAULT '';
CREATE TABLE export_step (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    export_id TEXT NOT NULL REFERENCES export (id),
    state TEXT NOT NULL,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    note TEXT NOT NULL,
    device_id TEXT NOT NULL
) STRICT;
CREATE INDEX export_step_of ON export_step (export_id);

-- Receipts that were read in, and the errors in them, each followed up.
CREATE TABLE receipt (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    export_id TEXT REFERENCES export (id),
    ref TEXT NOT NULL,
    outcome TEXT NOT NULL,
    sha256 TEXT NOT NULL UNIQUE,
    read_at TEXT NOT NULL,
    read_by TEXT NOT NULL,
    device_id TEXT NOT NULL
) STRICT;
CREATE TABLE receipt_error (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    receipt_id TEXT NOT NULL REFERENCES receipt (id),
    notification_id TEXT NOT NULL,
    code TEXT NOT NULL,
    text TEXT NOT NULL,
    handled_at TEXT,
    handled_by TEXT,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX receipt_error_open ON receipt_error (row) WHERE handled_at IS NULL;

-- Two people stand behind the first file.
CREATE TABLE approval (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    asked_by TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    decided_by TEXT,
    decided_at TEXT,
    way TEXT NOT NULL,
    device_id TEXT NOT NULL
) STRICT;

-- Stays in hospital: some services stop, some run on.
CREATE TABLE hospital_stay (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    person_id TEXT NOT NULL REFERENCES person (id),
    from_date TEXT NOT NULL,
    to_date TEXT,
    hospital_number TEXT NOT NULL,
    hospital_name TEXT NOT NULL,
    pauses TEXT NOT NULL,
    withdrawn INTEGER NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    device_id TEXT NOT NULL
) STRICT;
CREATE INDEX hospital_stay_person ON hospital_stay (person_id);

-- How the rehearsals went, so that one can be set beside the one before. No person in it.
CREATE TABLE rehearsal (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    persons INTEGER NOT NULL,
    stopped INTEGER NOT NULL,
    odd INTEGER NOT NULL,
    counts TEXT NOT NULL,
    device_id TEXT NOT NULL
) STRICT;

-- Renewed code books: what was read in from a publisher or from SSB. A row is never changed; of the editions for one
-- year the last one is in force. `content` is JSON: the texts of a whole edition, or the places of a year.
CREATE TABLE renewal (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    year INTEGER NOT NULL,
    content TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    signer TEXT NOT NULL,
    read_in_at TEXT NOT NULL,
    read_in_by TEXT NOT NULL,
    device_id TEXT NOT NULL
) STRICT;
