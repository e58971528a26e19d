-- 0019: the record, listed by person, action, object and time.

-- Each list walks one of these from the newest entry on. They replace those of 0009.
DROP INDEX audit_by_account;
DROP INDEX audit_by_object;

CREATE INDEX audit_by_time ON audit (at, id);
CREATE INDEX audit_by_actor ON audit (actor, at, id);
CREATE INDEX audit_by_action ON audit (action, at, id);
CREATE INDEX audit_by_object ON audit (object, at, id);
CREATE INDEX audit_by_account ON audit (account_id);
