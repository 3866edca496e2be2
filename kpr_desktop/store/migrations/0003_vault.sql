-- Who may open what, what was seen, and how to tell that nothing was changed behind the program's back.

-- The log becomes one chain: `mac` covers the entry and the mac before it.
ALTER TABLE log ADD COLUMN user_name TEXT NOT NULL DEFAULT '';
ALTER TABLE log ADD COLUMN roles TEXT NOT NULL DEFAULT '';
ALTER TABLE log ADD COLUMN unit TEXT NOT NULL DEFAULT '';
ALTER TABLE log ADD COLUMN basis TEXT NOT NULL DEFAULT '';
ALTER TABLE log ADD COLUMN purpose TEXT NOT NULL DEFAULT '';
ALTER TABLE log ADD COLUMN decision_ref TEXT NOT NULL DEFAULT '';
ALTER TABLE log ADD COLUMN program TEXT NOT NULL DEFAULT '';
ALTER TABLE log ADD COLUMN mac BLOB NOT NULL DEFAULT x'';

-- One sealed sum per case file (bucket = person.row; 0 = all that belongs to no person).
CREATE TABLE seal (
    bucket INTEGER PRIMARY KEY,
    sealed BLOB NOT NULL
) STRICT;

-- Where the chain ends: rewritten by every commit, covered by `mac`, copied into the anchors.
CREATE TABLE head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    saves INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    log_seq INTEGER NOT NULL,
    log_mac BLOB NOT NULL,
    sum_sealed BLOB NOT NULL,
    mac BLOB NOT NULL
) STRICT;

-- The authorisation register: a role somebody holds from a day, at most to a day.
CREATE TABLE authorisation (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    user_id TEXT NOT NULL REFERENCES user (id),
    role TEXT NOT NULL,
    unit TEXT NOT NULL,
    from_date TEXT NOT NULL,
    to_date TEXT,
    why TEXT NOT NULL,
    given_by TEXT NOT NULL,
    given_at TEXT NOT NULL,
    ended_by TEXT,
    ended_at TEXT,
    end_why TEXT NOT NULL,
    reviewed_by TEXT,
    reviewed_on TEXT,
    device_id TEXT NOT NULL
) STRICT;
CREATE INDEX authorisation_user ON authorisation (user_id);

ALTER TABLE user ADD COLUMN hpr TEXT NOT NULL DEFAULT '';
ALTER TABLE user ADD COLUMN revoked_at TEXT;
ALTER TABLE user ADD COLUMN revoked_by TEXT;

-- Who works with a person, beside the responsible one.
CREATE TABLE assignment (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    person_id TEXT NOT NULL REFERENCES person (id),
    user_id TEXT NOT NULL REFERENCES user (id),
    basis TEXT NOT NULL,
    from_date TEXT NOT NULL,
    to_date TEXT,
    given_by TEXT NOT NULL,
    given_at TEXT NOT NULL,
    device_id TEXT NOT NULL
) STRICT;
CREATE INDEX assignment_user ON assignment (user_id, person_id);
CREATE INDEX assignment_person ON assignment (person_id);

-- Sperring: of a person (both empty), an assessment, or one item's note, against a user, a role or all.
CREATE TABLE block (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    person_id TEXT NOT NULL REFERENCES person (id),
    assessment_id TEXT NOT NULL,
    item TEXT NOT NULL,
    against TEXT NOT NULL,
    target TEXT NOT NULL,
    why TEXT NOT NULL,
    wished_by TEXT NOT NULL,
    set_by TEXT NOT NULL,
    set_at TEXT NOT NULL,
    lifted_by TEXT,
    lifted_at TEXT,
    lift_why TEXT NOT NULL,
    device_id TEXT NOT NULL
) STRICT;
CREATE INDEX block_person ON block (person_id);

CREATE TABLE emergency (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    user_id TEXT NOT NULL REFERENCES user (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    purpose TEXT NOT NULL,
    why TEXT NOT NULL,
    from_time TEXT NOT NULL,
    to_time TEXT NOT NULL,
    ended_at TEXT,
    outcome TEXT NOT NULL,
    decided_by TEXT,
    decided_at TEXT,
    decided_why TEXT NOT NULL,
    device_id TEXT NOT NULL
) STRICT;
CREATE INDEX emergency_open ON emergency (from_time) WHERE outcome = '';
CREATE INDEX emergency_person ON emergency (person_id);

-- Real deletion needs two people; what is left is who, when and on what ground, never the content.
CREATE TABLE deletion (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    person_id TEXT NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    target_id TEXT NOT NULL,
    ground TEXT NOT NULL,
    why TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'refused', 'done')),
    decided_by TEXT,
    decided_at TEXT,
    decided_why TEXT NOT NULL,
    device_id TEXT NOT NULL
) STRICT;

-- The monthly control of the log, signed by whoever made it.
CREATE TABLE control (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    month TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    hits INTEGER NOT NULL,
    anchor TEXT NOT NULL,
    signed_at TEXT,
    note TEXT NOT NULL,
    device_id TEXT NOT NULL
) STRICT;

-- Backups made and drills held.
CREATE TABLE backup (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    persons INTEGER NOT NULL,
    verified_at TEXT,
    device_id TEXT NOT NULL
) STRICT;

CREATE TABLE drill (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    held_at TEXT NOT NULL,
    held_by TEXT NOT NULL,
    way TEXT NOT NULL,
    backup_name TEXT NOT NULL,
    seconds INTEGER NOT NULL,
    persons INTEGER NOT NULL,
    sound INTEGER NOT NULL,
    device_id TEXT NOT NULL
) STRICT;

-- Files written out of the vault, until somebody confirms that they are gone.
CREATE TABLE written_file (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    made_id TEXT NOT NULL,
    file_name TEXT NOT NULL,
    folder TEXT NOT NULL,
    warned TEXT NOT NULL,
    purpose TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    written_at TEXT NOT NULL,
    written_by TEXT NOT NULL,
    gone_at TEXT,
    gone_by TEXT,
    device_id TEXT NOT NULL
) STRICT;
CREATE INDEX written_file_left ON written_file (written_at) WHERE gone_at IS NULL;

-- A case file is read whole when it is opened, to be compared with its seal.
CREATE INDEX notification_event ON notification (event_id);

-- Roles move from the user to the register, from the day the user was made.
INSERT INTO authorisation (id, user_id, role, unit, from_date, why, given_by, given_at, end_why, device_id)
SELECT lower(hex(randomblob(16))), user.id, held.value, '', substr(user.created_at, 1, 10), '', user.id,
    user.created_at, '', user.device_id
FROM user, json_each(user.roles) AS held;
ALTER TABLE user DROP COLUMN roles;
