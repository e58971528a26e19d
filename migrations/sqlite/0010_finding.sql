-- 0010: what the search is told and what it remembers: synonyms, the search log, asked-for guides.


-- ---- versions of what is kept in memory --------------------------------------------------------

-- generation is raised whenever the index changes, synonyms whenever those do: what was made of
-- either in memory is good as long as its number stands here.
ALTER TABLE search_state ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
ALTER TABLE search_state ADD COLUMN synonyms INTEGER NOT NULL DEFAULT 0;


-- ---- synonyms ----------------------------------------------------------------------------------

-- One row a phrase; those of one line mean the same. The rows are content/synonyms.tsv once that
-- was imported; a store begins with the pairs at the end of this file.
CREATE TABLE synonyms (
    line     INTEGER NOT NULL CHECK (line >= 0),
    position INTEGER NOT NULL CHECK (position >= 0),
    phrase   TEXT    NOT NULL CHECK (phrase <> ''),
    PRIMARY KEY (line, position)
) STRICT, WITHOUT ROWID;


-- ---- the search log ----------------------------------------------------------------------------

-- What was asked on a day (days since 1970, UTC): no person, no address, no time of day. query is
-- normalised, and what may name a person or unlock something is gone from it. key is its hash; the
-- row 0 of a day counts what came over the ceiling of distinct queries. results is how many guides
-- the last such search found.
CREATE TABLE searches (
    day     INTEGER NOT NULL,
    key     INTEGER NOT NULL,
    query   TEXT    NOT NULL,
    asked   INTEGER NOT NULL CHECK (asked >= 0),
    results INTEGER NOT NULL CHECK (results >= 0),
    clicks  INTEGER NOT NULL CHECK (clicks >= 0),
    PRIMARY KEY (day, key)
) STRICT, WITHOUT ROWID;

-- Which guides were opened from the results of a query.
CREATE TABLE search_clicks (
    day        INTEGER NOT NULL,
    key        INTEGER NOT NULL,
    article_id INTEGER NOT NULL REFERENCES articles (id),
    clicks     INTEGER NOT NULL CHECK (clicks > 0),
    PRIMARY KEY (day, key, article_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX search_clicks_by_article ON search_clicks (article_id);


-- ---- asked-for guides --------------------------------------------------------------------------

-- token: the hash of what stands in the asker's private link. query: what had been searched for.
-- state: 0 waiting, 1 being written, 2 answered, 3 declined. article_id and answer: what came of it.
CREATE TABLE asks (
    id         INTEGER PRIMARY KEY,
    token      BLOB    NOT NULL UNIQUE CHECK (length(token) = 32),
    sentence   TEXT    NOT NULL CHECK (sentence <> ''),
    query      TEXT    NOT NULL,
    asked_at   INTEGER NOT NULL,
    state      INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 3),
    changed_at INTEGER NOT NULL,
    answer     TEXT    NOT NULL DEFAULT '',
    article_id INTEGER REFERENCES articles (id)
) STRICT;

CREATE INDEX asks_by_state ON asks (state, asked_at);
CREATE INDEX asks_by_time ON asks (asked_at);
CREATE INDEX asks_by_article ON asks (article_id);


-- ---- the pairs that every store begins with ----------------------------------------------------

INSERT INTO synonyms (line, position, phrase) VALUES
    (0, 0, 'pc'), (0, 1, 'computer'), (0, 2, 'machine'), (0, 3, 'workstation'), (0, 4, 'laptop'), (0, 5, 'desktop'), (0, 6, 'device'),
    (1, 0, 'restart'), (1, 1, 'reboot'), (1, 2, 'power cycle'),
    (2, 0, 'login'), (2, 1, 'log in'), (2, 2, 'log on'), (2, 3, 'logon'), (2, 4, 'sign in'), (2, 5, 'signin'), (2, 6, 'sign on'),
    (3, 0, 'logout'), (3, 1, 'log out'), (3, 2, 'log off'), (3, 3, 'sign out'),
    (4, 0, 'password'), (4, 1, 'passcode'), (4, 2, 'pwd'), (4, 3, 'pin'),
    (5, 0, 'credentials'), (5, 1, 'username'), (5, 2, 'account'),
    (6, 0, 'remove'), (6, 1, 'delete'), (6, 2, 'erase'),
    (7, 0, 'uninstall'), (7, 1, 'remove'),
    (8, 0, 'error'), (8, 1, 'failure'), (8, 2, 'fault'), (8, 3, 'problem'),
    (9, 0, 'fail'), (9, 1, 'does not work'), (9, 2, 'not successful'), (9, 3, 'unsuccessful'), (9, 4, 'not working'), (9, 5, 'broken'),
    (10, 0, 'unable'), (10, 1, 'cannot'), (10, 2, 'can not'), (10, 3, 'cant'),
    (11, 0, 'crash'), (11, 1, 'quit unexpectedly'), (11, 2, 'stop working'), (11, 3, 'close unexpectedly'), (11, 4, 'terminate'),
    (12, 0, 'freeze'), (12, 1, 'hang'), (12, 2, 'unresponsive'), (12, 3, 'not responding'), (12, 4, 'stuck'),
    (13, 0, 'slow'), (13, 1, 'sluggish'), (13, 2, 'poor performance'), (13, 3, 'latency'),
    (14, 0, 'start'), (14, 1, 'launch'), (14, 2, 'open'), (14, 3, 'run'),
    (15, 0, 'install'), (15, 1, 'set up'), (15, 2, 'setup'), (15, 3, 'deploy'),
    (16, 0, 'configure'), (16, 1, 'set up'), (16, 2, 'setup'), (16, 3, 'settings'), (16, 4, 'configuration'),
    (17, 0, 'update'), (17, 1, 'patch'), (17, 2, 'upgrade'), (17, 3, 'hotfix'),
    (18, 0, 'disable'), (18, 1, 'turn off'), (18, 2, 'deactivate'), (18, 3, 'switch off'),
    (19, 0, 'enable'), (19, 1, 'turn on'), (19, 2, 'activate'), (19, 3, 'switch on'),
    (20, 0, 'create'), (20, 1, 'make'), (20, 2, 'generate'), (20, 3, 'add'),
    (21, 0, 'change'), (21, 1, 'modify'), (21, 2, 'edit'),
    (22, 0, 'fix'), (22, 1, 'resolve'), (22, 2, 'repair'), (22, 3, 'solve'), (22, 4, 'troubleshoot'),
    (23, 0, 'display'), (23, 1, 'show'), (23, 2, 'appear'),
    (24, 0, 'missing'), (24, 1, 'not found'), (24, 2, 'lost'), (24, 3, 'disappeared'),
    (25, 0, 'block'), (25, 1, 'deny'), (25, 2, 'prevent'), (25, 3, 'restrict'),
    (26, 0, 'allow'), (26, 1, 'permit'), (26, 2, 'grant'),
    (27, 0, 'permission'), (27, 1, 'access'), (27, 2, 'rights'), (27, 3, 'privilege'),
    (28, 0, 'access denied'), (28, 1, 'permission denied'), (28, 2, 'forbidden'), (28, 3, 'not authorized'),
    (29, 0, 'certificate'), (29, 1, 'cert'), (29, 2, 'ssl certificate'),
    (30, 0, 'ssl'), (30, 1, 'tls'),
    (31, 0, 'mail'), (31, 1, 'email'), (31, 2, 'e-mail'), (31, 3, 'message'),
    (32, 0, 'mfa'), (32, 1, '2fa'), (32, 2, 'two factor authentication'), (32, 3, 'multi factor authentication'), (32, 4, 'two step verification'),
    (33, 0, 'sso'), (33, 1, 'single sign on'),
    (34, 0, 'rdp'), (34, 1, 'remote desktop'), (34, 2, 'rds'),
    (35, 0, 'vpn'), (35, 1, 'remote access'),
    (36, 0, 'wifi'), (36, 1, 'wi-fi'), (36, 2, 'wireless'), (36, 3, 'wlan'),
    (37, 0, 'network'), (37, 1, 'connection'), (37, 2, 'connectivity'), (37, 3, 'internet'),
    (38, 0, 'bsod'), (38, 1, 'blue screen'), (38, 2, 'stop error'), (38, 3, 'bugcheck'),
    (39, 0, 'db'), (39, 1, 'database'),
    (40, 0, 'mssql'), (40, 1, 'sql server'),
    (41, 0, 'k8s'), (41, 1, 'kubernetes'),
    (42, 0, 'ad'), (42, 1, 'active directory'),
    (43, 0, 'aad'), (43, 1, 'azure ad'), (43, 2, 'azure active directory'), (43, 3, 'entra id'),
    (44, 0, 'o365'), (44, 1, 'office 365'), (44, 2, 'microsoft 365'), (44, 3, 'm365'),
    (45, 0, 'ie'), (45, 1, 'internet explorer'),
    (46, 0, 'onedrive'), (46, 1, 'one drive'), (46, 2, 'odfb'),
    (47, 0, 'sfb'), (47, 1, 'skype for business'), (47, 2, 'lync'),
    (48, 0, 'gpo'), (48, 1, 'group policy'),
    (49, 0, 'dc'), (49, 1, 'domain controller'),
    (50, 0, 'vm'), (50, 1, 'virtual machine'),
    (51, 0, 'os'), (51, 1, 'operating system'),
    (52, 0, 'ps'), (52, 1, 'powershell'), (52, 2, 'power shell'),
    (53, 0, 'cmd'), (53, 1, 'command prompt'), (53, 2, 'command line'),
    (54, 0, 'app'), (54, 1, 'application'), (54, 2, 'program'), (54, 3, 'software'),
    (55, 0, 'folder'), (55, 1, 'directory'),
    (56, 0, 'file share'), (56, 1, 'network drive'), (56, 2, 'mapped drive'), (56, 3, 'shared folder'),
    (57, 0, 'printer'), (57, 1, 'print'),
    (58, 0, 'calendar'), (58, 1, 'meeting'), (58, 2, 'appointment'),
    (59, 0, 'contact'), (59, 1, 'address book'), (59, 2, 'gal'),
    (60, 0, 'sync'), (60, 1, 'synchronize'), (60, 2, 'synchronization'), (60, 3, 'replicate'),
    (61, 0, 'backup'), (61, 1, 'back up'),
    (62, 0, 'browser'), (62, 1, 'edge'), (62, 2, 'chrome'),
    (63, 0, 'cpu'), (63, 1, 'processor'),
    (64, 0, 'ram'), (64, 1, 'memory'),
    (65, 0, 'hdd'), (65, 1, 'hard drive'), (65, 2, 'disk'), (65, 3, 'drive'),
    (66, 0, 'config'), (66, 1, 'configuration'),
    (67, 0, 'repo'), (67, 1, 'repository'),
    (68, 0, 'auth'), (68, 1, 'authentication'), (68, 2, 'authenticate'),
    (69, 0, 'admin'), (69, 1, 'administrator'),
    (70, 0, 'info'), (70, 1, 'information'),
    (71, 0, 'doc'), (71, 1, 'document'), (71, 2, 'documentation'),
    (72, 0, 'url'), (72, 1, 'link'), (72, 2, 'address'),
    (73, 0, 'timeout'), (73, 1, 'time out'), (73, 2, 'timed out'),
    (74, 0, 'download'), (74, 1, 'get'), (74, 2, 'fetch'),
    (75, 0, 'license'), (75, 1, 'licence'), (75, 2, 'activation'), (75, 3, 'product key'),
    (76, 0, 'exe'), (76, 1, 'executable'),
    (77, 0, 'user'), (77, 1, 'account'),
    (78, 0, 'attempt'), (78, 1, 'try'),
    (79, 0, 'retrieve'), (79, 1, 'get'), (79, 2, 'obtain'),
    (80, 0, 'incorrect'), (80, 1, 'wrong'), (80, 2, 'invalid'), (80, 3, 'bad'),
    (81, 0, 'stop'), (81, 1, 'halt'), (81, 2, 'end'),
    (82, 0, 'camera'), (82, 1, 'webcam'),
    (83, 0, 'microphone'), (83, 1, 'mic'),
    (84, 0, 'phone'), (84, 1, 'mobile'), (84, 2, 'smartphone'),
    (85, 0, 'screen'), (85, 1, 'display'), (85, 2, 'monitor'),
    (86, 0, 'bitlocker'), (86, 1, 'disk encryption'),
    (87, 0, 'spam'), (87, 1, 'junk'),
    (88, 0, 'quarantine'), (88, 1, 'blocked mail'),
    (89, 0, 'shortcut'), (89, 1, 'hotkey'),
    (90, 0, 'expired'), (90, 1, 'out of date'), (90, 2, 'expiry'), (90, 3, 'expiration');
