CREATE TRIGGER person_added AFTER INSERT ON person BEGIN
    UPDATE tally SET persons = persons + 1, hidden = hidden + NEW.hidden;
END;

CREATE TRIGGER person_turned AFTER UPDATE OF hidden ON person WHEN NEW.hidden <> OLD.hidden BEGIN
    UPDATE tally SET hidden = hidden + NEW.hidden - OLD.hidden;
END;

CREATE TABLE answer (
    assessment INTEGER NOT NULL REFERENCES assessment (row),
    item TEXT NOT NULL,
    value TEXT NOT NULL,
    note TEXT NOT NULL,
    answered_at TEXT, deciding TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '', ways TEXT NOT NULL DEFAULT '', basis TEXT NOT NULL DEFAULT '', basis_reason TEXT NOT NULL DEFAULT '', consent_id TEXT NOT NULL DEFAULT '', own TEXT NOT NULL DEFAULT '', view TEXT NOT NULL DEFAULT '', words TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (assessment, item)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE assessment (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    series_id TEXT NOT NULL,
    person INTEGER NOT NULL REFERENCES person (row),
    device_id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    assessed_on TEXT NOT NULL,
    reason TEXT NOT NULL,
    assessor_id TEXT NOT NULL,
    assessor_name TEXT NOT NULL,
    codebook_year INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'finished')),
    version INTEGER NOT NULL,
    version_reason TEXT NOT NULL,
    finished_at TEXT,
    cursor_item TEXT NOT NULL,
    cursor_field TEXT NOT NULL,
    cursor_caret INTEGER NOT NULL, carry INTEGER NOT NULL DEFAULT 0, citizen_language TEXT NOT NULL DEFAULT 'nb', lacking INTEGER NOT NULL DEFAULT 0,
    UNIQUE (series_id, version)
) STRICT;

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
, signature TEXT NOT NULL DEFAULT '', letter TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE contributor (
    assessment INTEGER NOT NULL REFERENCES assessment (row),
    place INTEGER NOT NULL,
    user_id TEXT NOT NULL,
    name TEXT NOT NULL,
    seconds INTEGER NOT NULL,
    PRIMARY KEY (assessment, user_id)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE delivery (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    person_id TEXT NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    language TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    device_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    way TEXT NOT NULL,
    delivered_on TEXT
, number TEXT NOT NULL DEFAULT '', pages INTEGER NOT NULL DEFAULT 0, subject TEXT NOT NULL DEFAULT '', collect_by TEXT, printed_at TEXT, settled TEXT NOT NULL DEFAULT '', settled_on TEXT, shielded INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE device (
    id TEXT PRIMARY KEY,
    first_seen TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE diagnosis_code (
    system TEXT NOT NULL,
    year INTEGER NOT NULL,
    code TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (system, year, code)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE entry (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    assessment INTEGER NOT NULL REFERENCES assessment (row),
    item TEXT NOT NULL,
    fields TEXT NOT NULL,
    UNIQUE (assessment, id)
) STRICT;

CREATE TABLE event (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    service_id TEXT NOT NULL REFERENCES service (id),
    device_id TEXT NOT NULL,
    service_type TEXT NOT NULL,
    happened_on TEXT NOT NULL,
    registered_at TEXT NOT NULL,
    provider_number TEXT NOT NULL,
    part_id TEXT NOT NULL,
    notified_by TEXT, status TEXT NOT NULL DEFAULT 'N' CHECK (status IN ('N', 'M', 'C')), refers_to TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE export (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    format TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    device_id TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    notifications INTEGER NOT NULL,
    persons INTEGER NOT NULL,
    data BLOB NOT NULL
, envelope TEXT NOT NULL DEFAULT 'plain', message_id TEXT NOT NULL DEFAULT '', chosen TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE export_notification (
    export_id TEXT NOT NULL REFERENCES export (id),
    notification_id TEXT NOT NULL REFERENCES notification (id),
    PRIMARY KEY (export_id, notification_id)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    saves INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    log_seq INTEGER NOT NULL,
    log_mac BLOB NOT NULL,
    sum_sealed BLOB NOT NULL,
    mac BLOB NOT NULL
) STRICT;

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

CREATE TABLE letter_file (
    delivery_id TEXT PRIMARY KEY REFERENCES delivery (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    data BLOB NOT NULL
) STRICT;

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

CREATE TABLE log (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    user_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    action TEXT NOT NULL,
    person_id TEXT,
    subject TEXT NOT NULL,
    reason TEXT NOT NULL,
    result TEXT NOT NULL
, user_name TEXT NOT NULL DEFAULT '', roles TEXT NOT NULL DEFAULT '', unit TEXT NOT NULL DEFAULT '', basis TEXT NOT NULL DEFAULT '', purpose TEXT NOT NULL DEFAULT '', decision_ref TEXT NOT NULL DEFAULT '', program TEXT NOT NULL DEFAULT '', mac BLOB NOT NULL DEFAULT x'') STRICT;

CREATE TABLE notification (
    id TEXT PRIMARY KEY,
    municipality TEXT NOT NULL,
    number INTEGER NOT NULL,
    previous TEXT NOT NULL,
    made_at TEXT NOT NULL,
    event_id TEXT NOT NULL REFERENCES event (id),
    status TEXT NOT NULL,
    device_id TEXT NOT NULL,
    user_number TEXT NOT NULL,
    number_kind TEXT NOT NULL,
    number_sealed BLOB NOT NULL,
    district TEXT NOT NULL, reference TEXT NOT NULL DEFAULT '',
    UNIQUE (municipality, number),
    UNIQUE (municipality, previous)
) STRICT, WITHOUT ROWID;

CREATE TABLE office (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    municipality TEXT NOT NULL,
    name TEXT NOT NULL,
    unit TEXT NOT NULL,
    address_line1 TEXT NOT NULL,
    address_line2 TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    place TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    web TEXT NOT NULL,
    contacts TEXT NOT NULL
, logo BLOB NOT NULL DEFAULT x'', logo_alt TEXT NOT NULL DEFAULT '', logo_right INTEGER NOT NULL DEFAULT 0, windowed INTEGER NOT NULL DEFAULT 1, exempt INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE pause (
    service INTEGER NOT NULL REFERENCES service (row),
    place INTEGER NOT NULL,
    id TEXT NOT NULL,
    from_date TEXT NOT NULL,
    to_date TEXT,
    reason TEXT NOT NULL, kind TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (service, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    device_id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    user_number TEXT NOT NULL UNIQUE,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    number_kind TEXT,
    number_sealed BLOB,
    number_index BLOB,
    birth_date TEXT,
    sex TEXT NOT NULL,
    address_line1 TEXT NOT NULL,
    address_line2 TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    place TEXT NOT NULL,
    protected INTEGER NOT NULL,
    phone TEXT NOT NULL,
    language TEXT NOT NULL,
    interpreter TEXT NOT NULL,
    kin_name TEXT NOT NULL,
    kin_relation TEXT NOT NULL,
    kin_phone TEXT NOT NULL,
    guardian_name TEXT NOT NULL,
    guardian_relation TEXT NOT NULL,
    guardian_phone TEXT NOT NULL,
    practitioner_name TEXT NOT NULL,
    practitioner_relation TEXT NOT NULL,
    practitioner_phone TEXT NOT NULL,
    responsible TEXT,
    planned_visit TEXT,
    household TEXT NOT NULL,
    death_date TEXT,
    hidden INTEGER NOT NULL,
    version INTEGER NOT NULL,
    sort_name TEXT NOT NULL,
    last_assessed TEXT,
    draft INTEGER
, lacking INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE person_history (
    person INTEGER NOT NULL REFERENCES person (row),
    version INTEGER NOT NULL,
    replaced_at TEXT NOT NULL,
    replaced_by TEXT NOT NULL,
    residences TEXT NOT NULL,
    user_number TEXT NOT NULL,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    number_kind TEXT,
    number_sealed BLOB,
    number_index BLOB,
    birth_date TEXT,
    sex TEXT NOT NULL,
    address_line1 TEXT NOT NULL,
    address_line2 TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    place TEXT NOT NULL,
    protected INTEGER NOT NULL,
    phone TEXT NOT NULL,
    language TEXT NOT NULL,
    interpreter TEXT NOT NULL,
    kin_name TEXT NOT NULL,
    kin_relation TEXT NOT NULL,
    kin_phone TEXT NOT NULL,
    guardian_name TEXT NOT NULL,
    guardian_relation TEXT NOT NULL,
    guardian_phone TEXT NOT NULL,
    practitioner_name TEXT NOT NULL,
    practitioner_relation TEXT NOT NULL,
    practitioner_phone TEXT NOT NULL,
    responsible TEXT,
    planned_visit TEXT,
    household TEXT NOT NULL,
    death_date TEXT,
    hidden INTEGER NOT NULL,
    PRIMARY KEY (person, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE person_search (
    rank INTEGER NOT NULL,
    key TEXT NOT NULL,
    person INTEGER NOT NULL,
    PRIMARY KEY (rank, key, person)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE provider_change (
    service INTEGER NOT NULL REFERENCES service (row),
    place INTEGER NOT NULL,
    id TEXT NOT NULL,
    since TEXT NOT NULL,
    number TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (service, place)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE residence (
    person INTEGER NOT NULL REFERENCES person (row),
    from_date TEXT NOT NULL,
    municipality TEXT NOT NULL,
    district TEXT NOT NULL,
    PRIMARY KEY (person, from_date)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE seal (
    bucket INTEGER PRIMARY KEY,
    sealed BLOB NOT NULL
) STRICT;

CREATE TABLE service (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    person INTEGER NOT NULL REFERENCES person (row),
    device_id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    type TEXT NOT NULL,
    applied_on TEXT,
    decided_on TEXT,
    outcome TEXT,
    start TEXT,
    end TEXT,
    week_minutes INTEGER,
    rolling INTEGER,
    subtype TEXT NOT NULL,
    provider_number TEXT NOT NULL,
    provider_name TEXT NOT NULL,
    note TEXT NOT NULL,
    version INTEGER NOT NULL
, working TEXT NOT NULL DEFAULT '', complained_on TEXT, complaint_answered_on TEXT, annulled INTEGER NOT NULL DEFAULT 0, version_reason TEXT NOT NULL DEFAULT '', replan INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE service_history (
    service INTEGER NOT NULL REFERENCES service (row),
    version INTEGER NOT NULL,
    replaced_at TEXT NOT NULL,
    replaced_by TEXT NOT NULL,
    pauses TEXT NOT NULL,
    type TEXT NOT NULL,
    applied_on TEXT,
    decided_on TEXT,
    outcome TEXT,
    start TEXT,
    end TEXT,
    week_minutes INTEGER,
    rolling INTEGER,
    subtype TEXT NOT NULL,
    provider_number TEXT NOT NULL,
    provider_name TEXT NOT NULL,
    note TEXT NOT NULL, working TEXT NOT NULL DEFAULT '', complained_on TEXT, complaint_answered_on TEXT, annulled INTEGER NOT NULL DEFAULT 0, version_reason TEXT NOT NULL DEFAULT '', changes TEXT NOT NULL DEFAULT '[]',
    PRIMARY KEY (service, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sqlite_sequence(name,seq);

CREATE TABLE tally (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    persons INTEGER NOT NULL,
    hidden INTEGER NOT NULL
) STRICT;

CREATE TABLE user (
    id TEXT PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    device_id TEXT NOT NULL,
    created_at TEXT NOT NULL
, hpr TEXT NOT NULL DEFAULT '', revoked_at TEXT, revoked_by TEXT) STRICT, WITHOUT ROWID;

CREATE TABLE vault (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    vault_id TEXT NOT NULL,
    training INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    device_id TEXT NOT NULL
) STRICT;

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

CREATE UNIQUE INDEX assessment_draft ON assessment (person) WHERE state = 'draft';

CREATE INDEX assessment_own_draft ON assessment (assessor_id, assessed_on) WHERE state = 'draft';

CREATE INDEX assessment_person ON assessment (person, assessed_on);

CREATE INDEX assignment_person ON assignment (person_id);

CREATE INDEX assignment_user ON assignment (user_id, person_id);

CREATE INDEX authorisation_user ON authorisation (user_id);

CREATE INDEX block_person ON block (person_id);

CREATE INDEX consent_expiry ON consent (expires_on) WHERE withdrawn_on IS NULL AND expires_on IS NOT NULL;

CREATE INDEX consent_person ON consent (person_id);

CREATE INDEX correction_notice_open ON correction_notice (row) WHERE told_on IS NULL;

CREATE INDEX correction_notice_person ON correction_notice (person_id);

CREATE UNIQUE INDEX delivery_number ON delivery (number) WHERE number <> '';

CREATE INDEX delivery_open ON delivery (collect_by) WHERE printed_at IS NOT NULL AND settled = '';

CREATE INDEX delivery_person ON delivery (person_id);

CREATE INDEX disclosure_person ON disclosure (person_id);

CREATE INDEX emergency_open ON emergency (from_time) WHERE outcome = '';

CREATE INDEX emergency_person ON emergency (person_id);

CREATE INDEX event_person ON event (person_id);

CREATE INDEX event_service ON event (service_id);

CREATE INDEX event_waiting ON event (row) WHERE notified_by IS NULL;

CREATE INDEX export_of_notification ON export_notification (notification_id);

CREATE INDEX export_step_of ON export_step (export_id);

CREATE INDEX hospital_stay_person ON hospital_stay (person_id);

CREATE INDEX letter_file_person ON letter_file (person_id);

CREATE INDEX letter_step_of ON letter_step (delivery_id);

CREATE INDEX letter_step_person ON letter_step (person_id);

CREATE INDEX log_person ON log (person_id, seq) WHERE person_id IS NOT NULL;

CREATE INDEX notification_event ON notification (event_id);

CREATE INDEX person_any_number ON person (number_index) WHERE number_index IS NOT NULL;

CREATE INDEX person_birth ON person (birth_date, sort_name) WHERE birth_date IS NOT NULL;

CREATE INDEX person_due ON person (last_assessed)
    WHERE hidden = 0 AND death_date IS NULL;

CREATE INDEX person_due_own ON person (responsible, last_assessed)
    WHERE hidden = 0 AND death_date IS NULL;

CREATE INDEX person_lacking ON person (last_assessed)
    WHERE lacking > 0 AND hidden = 0 AND death_date IS NULL;

CREATE INDEX person_lacking_own ON person (responsible, last_assessed)
    WHERE lacking > 0 AND hidden = 0 AND death_date IS NULL;

CREATE UNIQUE INDEX person_number ON person (number_index) WHERE number_kind IN ('fnr', 'd', 'h', 'fh', 'duf');

CREATE INDEX person_sorted ON person (sort_name);

CREATE INDEX person_visit ON person (planned_visit)
    WHERE planned_visit IS NOT NULL AND hidden = 0 AND death_date IS NULL;

CREATE INDEX person_visit_own ON person (responsible, planned_visit)
    WHERE planned_visit IS NOT NULL AND hidden = 0 AND death_date IS NULL;

CREATE INDEX receipt_error_open ON receipt_error (row) WHERE handled_at IS NULL;

CREATE INDEX reservation_talk_person ON reservation_talk (person_id);

CREATE INDEX rights_request_open ON rights_request (row) WHERE answered_on IS NULL;

CREATE INDEX rights_request_person ON rights_request (person_id);

CREATE INDEX service_person ON service (person);

CREATE INDEX service_replan ON service (row) WHERE replan = 1;

CREATE INDEX written_file_left ON written_file (written_at) WHERE gone_at IS NULL;

