-- The needs conversation: evidence, the person's own view, contributors, consents, workings, practice.
ALTER TABLE answer ADD COLUMN deciding TEXT NOT NULL DEFAULT '';
ALTER TABLE answer ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE answer ADD COLUMN ways TEXT NOT NULL DEFAULT '';
ALTER TABLE answer ADD COLUMN basis TEXT NOT NULL DEFAULT '';
ALTER TABLE answer ADD COLUMN basis_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE answer ADD COLUMN consent_id TEXT NOT NULL DEFAULT '';
ALTER TABLE answer ADD COLUMN own TEXT NOT NULL DEFAULT '';
ALTER TABLE answer ADD COLUMN view TEXT NOT NULL DEFAULT '';
ALTER TABLE answer ADD COLUMN words TEXT NOT NULL DEFAULT '';

ALTER TABLE assessment ADD COLUMN carry INTEGER NOT NULL DEFAULT 0;
ALTER TABLE assessment ADD COLUMN citizen_language TEXT NOT NULL DEFAULT 'nb';
-- How many items that should have an answer had none when it was finished.
ALTER TABLE assessment ADD COLUMN lacking INTEGER NOT NULL DEFAULT 0;

CREATE TABLE contributor (
    assessment INTEGER NOT NULL REFERENCES assessment (row),
    place INTEGER NOT NULL,
    user_id TEXT NOT NULL,
    name TEXT NOT NULL,
    seconds INTEGER NOT NULL,
    PRIMARY KEY (assessment, user_id)
) STRICT, WITHOUT ROWID;

-- The latest finished assessment's `lacking`, beside `last_assessed`, so that the work list reads it from an index.
ALTER TABLE person ADD COLUMN lacking INTEGER NOT NULL DEFAULT 0;

CREATE INDEX person_lacking ON person (last_assessed)
    WHERE lacking > 0 AND hidden = 0 AND death_date IS NULL;

CREATE INDEX person_lacking_own ON person (responsible, last_assessed)
    WHERE lacking > 0 AND hidden = 0 AND death_date IS NULL;

CREATE TABLE consent (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    person_id TEXT NOT NULL REFERENCES person (id),
    device_id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    given_by TEXT NOT NULL,
    giver_name TEXT NOT NULL,
    sources TEXT NOT NULL,
    purpose TEXT NOT NULL,
    way TEXT NOT NULL,
    given_on TEXT NOT NULL,
    expires_on TEXT,
    withdrawn_on TEXT
) STRICT;

CREATE INDEX consent_person ON consent (person_id);

-- The rows a decision's hours were worked out from (JSON), kept with each version of the service.
ALTER TABLE service ADD COLUMN working TEXT NOT NULL DEFAULT '';
ALTER TABLE service_history ADD COLUMN working TEXT NOT NULL DEFAULT '';

-- One person's scores of one practice case. Training vaults only.
CREATE TABLE practice_score (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    case_id TEXT NOT NULL,
    scorer TEXT NOT NULL,
    device_id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    scores TEXT NOT NULL,
    UNIQUE (case_id, scorer)
) STRICT;
