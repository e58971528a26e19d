-- 0020: changes to many guides at once, as one thing that is planned, looked at, done, and remembered.

-- kind and state are those of model/sweep.h. Guides come from a filter (f_…) or were chosen by hand;
-- either way each stands in sweep_items from then on. value and other are what the kind needs: the new
-- category, tag, … and for a replacement the text that is sought and what takes its place. counted is
-- how many the person saw behind the filter (0: chosen by hand).
CREATE TABLE sweeps (
    id         INTEGER PRIMARY KEY,
    kind       INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 8),
    state      INTEGER NOT NULL CHECK (state BETWEEN 0 AND 6),
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    made_at    INTEGER NOT NULL,
    started_at INTEGER,
    ended_at   INTEGER,
    hits       INTEGER NOT NULL DEFAULT 0,
    counted    INTEGER NOT NULL,
    by_filter  INTEGER NOT NULL CHECK (by_filter IN (0, 1)),
    f_state    INTEGER NOT NULL,
    f_audience INTEGER NOT NULL,
    f_review   INTEGER NOT NULL,
    f_confidence INTEGER NOT NULL,
    f_text     TEXT    NOT NULL,
    f_category TEXT    NOT NULL,
    f_author   TEXT    NOT NULL,
    f_product  TEXT    NOT NULL,
    f_tag      TEXT    NOT NULL,
    flags      INTEGER NOT NULL,
    arrival    INTEGER NOT NULL CHECK (arrival IN (0, 1, 2)),
    value      TEXT    NOT NULL,
    other      TEXT    NOT NULL,
    why        TEXT    NOT NULL,
    trouble    TEXT    NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX sweeps_by_account ON sweeps (account_id);
-- What the program has to go on with.
CREATE INDEX sweeps_at_work ON sweeps (id) WHERE state IN (1, 2, 4);
-- Plans that nobody carried out are forgotten after a while.
CREATE INDEX sweeps_unstarted ON sweeps (made_at) WHERE started_at IS NULL;

-- A guide of a sweep. revision is that of the text which was looked at: another one is never changed.
-- code says why it is not changed, detail in whose words; left_out are numbers of hits, with blanks
-- around each; result is the revision or the draft that came of it.
CREATE TABLE sweep_items (
    sweep_id   INTEGER NOT NULL REFERENCES sweeps (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL CHECK (position > 0),
    article_id INTEGER NOT NULL REFERENCES articles (id),
    state      INTEGER NOT NULL CHECK (state BETWEEN 0 AND 6),
    revision   INTEGER NOT NULL,
    hits       INTEGER NOT NULL,
    result     INTEGER NOT NULL,
    code       TEXT    NOT NULL,
    detail     TEXT    NOT NULL,
    left_out   TEXT    NOT NULL,
    PRIMARY KEY (sweep_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX sweep_items_by_state ON sweep_items (sweep_id, state, position);
CREATE INDEX sweep_items_by_article ON sweep_items (article_id);
