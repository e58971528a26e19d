-- 0001: the knowledge base and what readers leave behind.
--
-- Conventions. Instants (…_at) are Unix seconds UTC, days (…_day) are days since 1970-01-01.
-- A text that nobody gave is ''. NULL stands only where "no value" differs from every value: an
-- unknown number of minutes, a day that never was, a reference to nothing. Closed sets are small
-- integers in the order of the enums of server/model, closed by CHECK. All tables are STRICT.
-- Every foreign key has an index, and every order in which a list is shown has one too.


-- ---- articles ------------------------------------------------------------------------------

-- One row a guide, with the front matter of its live revision. The slug is its public name.
-- An imported guide is known by its path below the import root; one written here has none.
-- state: 0 draft, 1 published, 2 retired. audience: 0 everyone, 1 signed in, 2 staff; who may see
-- a later one may see an earlier one. title_key is the title as lists sort it. helpful and
-- not_helpful are the totals of the table votes, kept in the same transaction.
CREATE TABLE articles (
    id               INTEGER PRIMARY KEY,
    slug             TEXT    NOT NULL UNIQUE CHECK (slug <> ''),
    source_path      TEXT    UNIQUE CHECK (source_path <> ''),
    state            INTEGER NOT NULL DEFAULT 0 CHECK (state IN (0, 1, 2)),
    audience         INTEGER NOT NULL DEFAULT 2 CHECK (audience IN (0, 1, 2)),
    live_revision_id INTEGER REFERENCES revisions (id),
    helpful          INTEGER NOT NULL DEFAULT 0 CHECK (helpful >= 0),
    not_helpful      INTEGER NOT NULL DEFAULT 0 CHECK (not_helpful >= 0),
    created_at       INTEGER NOT NULL,
    updated_at       INTEGER NOT NULL,
    title            TEXT    NOT NULL DEFAULT '',
    title_key        TEXT    NOT NULL DEFAULT '',
    summary          TEXT    NOT NULL DEFAULT '',
    category         TEXT    NOT NULL DEFAULT '',
    product          TEXT    NOT NULL DEFAULT '',
    lang             TEXT    NOT NULL DEFAULT '',
    author           TEXT    NOT NULL DEFAULT '',
    tree             TEXT    NOT NULL DEFAULT '',
    partners_mode    INTEGER NOT NULL DEFAULT 0 CHECK (partners_mode IN (0, 1, 2)),
    minutes_min      INTEGER,
    minutes_max      INTEGER,
    verified_day     INTEGER,
    review_every_s   INTEGER
) STRICT;

CREATE INDEX articles_by_live_revision ON articles (live_revision_id);
CREATE INDEX articles_by_tree ON articles (tree, id);

-- Slugs that guides had before: their links answer with the slug of today. A slug stands either
-- here or in articles, never in both, so that no new guide takes over the links of an old one.
CREATE TABLE slug_history (
    slug       TEXT    PRIMARY KEY CHECK (slug <> ''),
    article_id INTEGER NOT NULL REFERENCES articles (id),
    at         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX slug_history_by_article ON slug_history (article_id);

-- What somebody saved, byte for byte, with the reason. Revisions are never deleted. source_hash
-- only spares a comparison of bytes. html_version is the renderer's that made the live rows.
CREATE TABLE revisions (
    id           INTEGER PRIMARY KEY,
    article_id   INTEGER NOT NULL REFERENCES articles (id),
    number       INTEGER NOT NULL CHECK (number > 0),
    at           INTEGER NOT NULL,
    who          TEXT    NOT NULL,
    why          TEXT    NOT NULL,
    html_version INTEGER NOT NULL,
    source_hash  INTEGER NOT NULL,
    source       BLOB    NOT NULL,
    UNIQUE (article_id, number)
) STRICT;

-- The lists of the front matter, in their order. kind: 0 tag, 1 phrase it owns or would own,
-- 2 pinned phrase, 3 pinned related guide, 4 listed partner. normal is the phrase as phrases are
-- compared, '' where the kind has none.
CREATE TABLE article_words (
    article_id INTEGER NOT NULL REFERENCES articles (id),
    kind       INTEGER NOT NULL CHECK (kind IN (0, 1, 2, 3, 4)),
    position   INTEGER NOT NULL,
    value      TEXT    NOT NULL,
    normal     TEXT    NOT NULL,
    PRIMARY KEY (article_id, kind, position)
) STRICT, WITHOUT ROWID;

-- Who else would own a phrase that its owner lets go.
CREATE INDEX article_words_by_claim ON article_words (normal, article_id) WHERE kind = 1;


-- ---- the rendered live revision --------------------------------------------------------------

-- Made when a revision was saved, so that a page only reads them. Only live revisions have such
-- rows; those of a revision that is replaced are deleted, and its source stays.
-- kind: intro, symptoms, causes, fix, phase, commands, escalation, other.
CREATE TABLE sections (
    id           INTEGER PRIMARY KEY,
    revision_id  INTEGER NOT NULL REFERENCES revisions (id),
    position     INTEGER NOT NULL,
    kind         INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 7),
    minutes      INTEGER,
    source_start INTEGER NOT NULL,
    source_len   INTEGER NOT NULL,
    title        TEXT    NOT NULL,
    anchor       TEXT    NOT NULL,
    html         TEXT    NOT NULL,
    text         TEXT    NOT NULL,
    UNIQUE (revision_id, position)
) STRICT;

-- Bullets of symptoms, causes and escalation; section is the position of theirs.
CREATE TABLE items (
    id          INTEGER PRIMARY KEY,
    revision_id INTEGER NOT NULL REFERENCES revisions (id),
    position    INTEGER NOT NULL,
    section     INTEGER NOT NULL,
    group_title TEXT    NOT NULL,
    html        TEXT    NOT NULL,
    text        TEXT    NOT NULL,
    UNIQUE (revision_id, position)
) STRICT;

-- kind: 0 info, 1 command, 2 warning. section is the position of the fix or phase.
CREATE TABLE steps (
    id          INTEGER PRIMARY KEY,
    revision_id INTEGER NOT NULL REFERENCES revisions (id),
    position    INTEGER NOT NULL,
    number      INTEGER NOT NULL,
    kind        INTEGER NOT NULL CHECK (kind IN (0, 1, 2)),
    admin       INTEGER NOT NULL CHECK (admin IN (0, 1)),
    escalation  INTEGER NOT NULL CHECK (escalation IN (0, 1)),
    minutes     INTEGER,
    section     INTEGER NOT NULL,
    anchor      TEXT    NOT NULL,
    title       TEXT    NOT NULL,
    html        TEXT    NOT NULL,
    text        TEXT    NOT NULL,
    UNIQUE (revision_id, position)
) STRICT;

-- text holds the exact bytes that a reader copies.
CREATE TABLE commands (
    id          INTEGER PRIMARY KEY,
    revision_id INTEGER NOT NULL REFERENCES revisions (id),
    position    INTEGER NOT NULL,
    number      INTEGER NOT NULL,
    admin       INTEGER NOT NULL CHECK (admin IN (0, 1)),
    changes     INTEGER NOT NULL CHECK (changes IN (0, 1)),
    anchor      TEXT    NOT NULL,
    title       TEXT    NOT NULL,
    language    TEXT    NOT NULL,
    text        TEXT    NOT NULL,
    undo        TEXT    NOT NULL,
    UNIQUE (revision_id, position)
) STRICT;


-- ---- lists of guides -------------------------------------------------------------------------

-- A list that guides are shown in. kind: 0 all of them, 1 a category with those below it, 2 a
-- tag, 3 a product. name is the category's path, or the tag or product as such are compared;
-- label is the tag or product as last written; parent is the category above ('' at the top).
-- everyone, signed_in and staff count what a viewer of that audience may see in it.
CREATE TABLE lists (
    id        INTEGER PRIMARY KEY,
    kind      INTEGER NOT NULL CHECK (kind IN (0, 1, 2, 3)),
    name      TEXT    NOT NULL,
    label     TEXT    NOT NULL,
    parent    TEXT    NOT NULL,
    everyone  INTEGER NOT NULL DEFAULT 0 CHECK (everyone >= 0),
    signed_in INTEGER NOT NULL DEFAULT 0 CHECK (signed_in >= everyone),
    staff     INTEGER NOT NULL DEFAULT 0 CHECK (staff >= signed_in),
    UNIQUE (kind, name)
) STRICT;

CREATE INDEX lists_by_parent ON lists (parent, name) WHERE kind = 1;
CREATE INDEX tags_for_everyone ON lists (everyone DESC, name) WHERE kind = 2;
CREATE INDEX tags_for_signed_in ON lists (signed_in DESC, name) WHERE kind = 2;
CREATE INDEX tags_for_staff ON lists (staff DESC, name) WHERE kind = 2;

-- A published guide in a list: copies of what the list is sorted and filtered by, so that a page
-- of any list in any order is one walk along one index, however many guides there are. "Never
-- verified" is the smallest integer here, behind every day. score is helpful − not_helpful,
-- brought up to date once a guide and commit, or a little later (unsettled_scores).
CREATE TABLE listed (
    list_id      INTEGER NOT NULL REFERENCES lists (id),
    article_id   INTEGER NOT NULL REFERENCES articles (id),
    audience     INTEGER NOT NULL CHECK (audience IN (0, 1, 2)),
    title_key    TEXT    NOT NULL,
    verified_day INTEGER NOT NULL,
    score        INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    PRIMARY KEY (list_id, article_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX listed_by_article ON listed (article_id);
CREATE INDEX listed_by_title ON listed (list_id, title_key, article_id, audience);
CREATE INDEX listed_by_verified ON listed (list_id, verified_day, article_id, audience);
CREATE INDEX listed_by_score ON listed (list_id, score, article_id, audience);
CREATE INDEX listed_by_updated ON listed (list_id, updated_at, article_id, audience);

-- Guides whose score is not in the lists yet: a burst of votes over many guides puts them off.
CREATE TABLE unsettled_scores (
    article_id INTEGER PRIMARY KEY REFERENCES articles (id)
) STRICT;

-- The counts follow the entries by themselves.
CREATE TRIGGER listed_added AFTER INSERT ON listed
BEGIN
    UPDATE lists
       SET everyone  = everyone  + (NEW.audience = 0),
           signed_in = signed_in + (NEW.audience <= 1),
           staff     = staff     + 1
     WHERE id = NEW.list_id;
END;

CREATE TRIGGER listed_removed AFTER DELETE ON listed
BEGIN
    UPDATE lists
       SET everyone  = everyone  - (OLD.audience = 0),
           signed_in = signed_in - (OLD.audience <= 1),
           staff     = staff     - 1
     WHERE id = OLD.list_id;
END;

CREATE TRIGGER listed_keeps_its_audience
BEFORE UPDATE OF list_id, article_id, audience ON listed
BEGIN
    SELECT RAISE (ABORT, 'an entry of a list is replaced, not moved');
END;

-- Titles and order of categories, as content/categories.json gives them. A category without a row
-- here exists as soon as a guide is in it.
CREATE TABLE categories (
    path        TEXT    PRIMARY KEY CHECK (path <> ''),
    title       TEXT    NOT NULL,
    description TEXT    NOT NULL,
    position    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;


-- ---- phrases ---------------------------------------------------------------------------------

-- Exact-match phrases. normal is the form in which phrases are compared; one phrase has one owner
-- or none. A phrase that its owner lets go stays, so that links to /q/{slug} live.
-- source: 0 curated, 1 extracted from a guide's text, 2 asked for.
CREATE TABLE phrases (
    id         INTEGER PRIMARY KEY,
    normal     TEXT    NOT NULL UNIQUE CHECK (normal <> ''),
    slug       TEXT    NOT NULL UNIQUE CHECK (slug <> ''),
    text       TEXT    NOT NULL,
    source     INTEGER NOT NULL CHECK (source IN (0, 1, 2)),
    article_id INTEGER REFERENCES articles (id)
) STRICT;

CREATE INDEX phrases_by_owner ON phrases (article_id);
CREATE INDEX phrases_owned ON phrases (normal) WHERE article_id IS NOT NULL;


-- ---- decision trees ----------------------------------------------------------------------------

CREATE TABLE trees (
    id               INTEGER PRIMARY KEY,
    slug             TEXT    NOT NULL UNIQUE CHECK (slug <> ''),
    audience         INTEGER NOT NULL DEFAULT 0 CHECK (audience IN (0, 1, 2)),
    live_revision_id INTEGER REFERENCES tree_revisions (id),
    updated_at       INTEGER NOT NULL
) STRICT;

CREATE INDEX trees_by_live_revision ON trees (live_revision_id);

-- A run stays on the revision it began with, so these are never deleted. source is the JSON as it
-- was saved, layout the drawing made from it.
CREATE TABLE tree_revisions (
    id          INTEGER PRIMARY KEY,
    tree_id     INTEGER NOT NULL REFERENCES trees (id),
    number      INTEGER NOT NULL CHECK (number > 0),
    at          INTEGER NOT NULL,
    who         TEXT    NOT NULL,
    title       TEXT    NOT NULL,
    description TEXT    NOT NULL,
    source      BLOB    NOT NULL,
    layout      BLOB    NOT NULL,
    UNIQUE (tree_id, number)
) STRICT;


-- ---- partners and people -----------------------------------------------------------------------

-- status: 0 applied, 1 active, 2 paused, 3 ended. image holds all fields as they were saved, one
-- behind the other: it tells a save that changes nothing.
CREATE TABLE partners (
    id         INTEGER PRIMARY KEY,
    slug       TEXT    NOT NULL UNIQUE CHECK (slug <> ''),
    status     INTEGER NOT NULL CHECK (status IN (0, 1, 2, 3)),
    updated_at INTEGER NOT NULL,
    name       TEXT    NOT NULL,
    program    TEXT    NOT NULL,
    network    TEXT    NOT NULL,
    url        TEXT    NOT NULL,
    blurb      TEXT    NOT NULL,
    image      BLOB    NOT NULL
) STRICT;

-- Tariffs: minor units of an ISO 4217 currency; NULL where there is no such price.
CREATE TABLE partner_plans (
    partner_id    INTEGER NOT NULL REFERENCES partners (id),
    position      INTEGER NOT NULL,
    name          TEXT    NOT NULL,
    currency      TEXT    NOT NULL,
    monthly_minor INTEGER,
    annual_minor  INTEGER,
    remark        TEXT    NOT NULL,
    PRIMARY KEY (partner_id, position)
) STRICT, WITHOUT ROWID;

-- Match rules and features. kind: 0 category, 1 product, 2 tag, 3 feature.
CREATE TABLE partner_words (
    partner_id INTEGER NOT NULL REFERENCES partners (id),
    kind       INTEGER NOT NULL CHECK (kind IN (0, 1, 2, 3)),
    position   INTEGER NOT NULL,
    value      TEXT    NOT NULL,
    PRIMARY KEY (partner_id, kind, position)
) STRICT, WITHOUT ROWID;

-- Followed links, counted by day and by nothing else.
CREATE TABLE partner_clicks (
    partner_id INTEGER NOT NULL REFERENCES partners (id),
    day        INTEGER NOT NULL,
    clicks     INTEGER NOT NULL CHECK (clicks > 0),
    PRIMARY KEY (partner_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE people (
    id        INTEGER PRIMARY KEY,
    slug      TEXT    NOT NULL UNIQUE CHECK (slug <> ''),
    name      TEXT    NOT NULL,
    role      TEXT    NOT NULL,
    statement TEXT    NOT NULL,
    image     BLOB    NOT NULL
) STRICT;

CREATE TABLE person_expertise (
    person_id INTEGER NOT NULL REFERENCES people (id),
    position  INTEGER NOT NULL,
    value     TEXT    NOT NULL,
    PRIMARY KEY (person_id, position)
) STRICT, WITHOUT ROWID;

-- The priority matrix, the hash of the imported content, the incident banner, …
CREATE TABLE small_values (
    name  TEXT PRIMARY KEY CHECK (name <> ''),
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;


-- ---- what readers leave behind -----------------------------------------------------------------

-- One vote a visitor and guide. visitor is the hash of a random cookie. revision_id is what the
-- visitor saw; it is no foreign key, since an index on it would cost every vote.
CREATE TABLE votes (
    article_id  INTEGER NOT NULL REFERENCES articles (id),
    visitor     BLOB    NOT NULL CHECK (length(visitor) = 32),
    helpful     INTEGER NOT NULL CHECK (helpful IN (0, 1)),
    revision_id INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    reason      TEXT    NOT NULL,
    step        TEXT    NOT NULL,
    PRIMARY KEY (article_id, visitor)
) STRICT, WITHOUT ROWID;

CREATE TABLE feedback (
    id          INTEGER PRIMARY KEY,
    article_id  INTEGER NOT NULL REFERENCES articles (id),
    revision_id INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    reason      TEXT    NOT NULL,
    step        TEXT    NOT NULL,
    text        TEXT    NOT NULL CHECK (length(text) <= 4000)
) STRICT;

CREATE INDEX feedback_by_article ON feedback (article_id, at);

-- A walk through a decision tree, and its events: kind 0 answer, 1 back, 2 restart, 3 change.
CREATE TABLE runs (
    id               INTEGER PRIMARY KEY,
    token            TEXT    NOT NULL UNIQUE CHECK (token <> ''),
    tree_revision_id INTEGER NOT NULL REFERENCES tree_revisions (id),
    article_slug     TEXT    NOT NULL,
    started_at       INTEGER NOT NULL
) STRICT;

CREATE INDEX runs_by_tree_revision ON runs (tree_revision_id);

CREATE TABLE run_events (
    run_id INTEGER NOT NULL REFERENCES runs (id),
    number INTEGER NOT NULL CHECK (number > 0),
    kind   INTEGER NOT NULL CHECK (kind IN (0, 1, 2, 3)),
    at     INTEGER NOT NULL,
    state  TEXT    NOT NULL,
    answer TEXT    NOT NULL,
    PRIMARY KEY (run_id, number)
) STRICT, WITHOUT ROWID;

-- The log of a run only grows.
CREATE TRIGGER run_events_are_not_changed BEFORE UPDATE ON run_events
BEGIN
    SELECT RAISE (ABORT, 'run events are append-only');
END;

CREATE TRIGGER run_events_are_not_deleted BEFORE DELETE ON run_events
BEGIN
    SELECT RAISE (ABORT, 'run events are append-only');
END;
