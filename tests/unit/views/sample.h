/* Sample models for the tests of views: a guide with every panel, a tree, partners. */
#ifndef TESTS_VIEWS_SAMPLE_H
#define TESTS_VIEWS_SAMPLE_H

#include "base/assets.h"
#include "base/clock.h"
#include "views/views.h"

#define S(literal)                     \
    {                                  \
        (literal), sizeof(literal) - 1 \
    }
#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct slice sample_expertise[] = {
    S("Enterprise Microsoft 365 Administration"),
    S("Endpoint Management (Intune, Jamf, Kandji)"),
    S("Identity & Access (Entra ID, Okta)"),
};
static const struct person sample_person = {
    .slug = S("tamem-j"),
    .name = S("Tamem J"),
    .role = S("IT Solutions Engineer"),
    .statement = S("Runbooks are reviewed for enterprise-safe usage."),
    .expertise = {(struct slice *)sample_expertise, COUNT(sample_expertise)},
};

static struct section sample_sections[] = {
    {SECTION_INTRO, S(""), S("intro"),
     S("<p>Enterprise-safe remediation for Outlook when its offline data file (OST) "
       "falls "
       "behind the mailbox.</p><p>Work through the steps in order. Nothing here deletes "
       "data.</p>"),
     S(""), NONE_INT, 0, 0},
    {SECTION_SYMPTOMS, S("Symptoms"), S("symptoms"),
     S("<ul><li>Send/Receive errors</li><li>Late folders</li></ul>"), S(""), NONE_INT, 0,
     0},
    {SECTION_CAUSES, S("Likely causes"), S("causes"), S("<ul><li>x</li></ul>"), S(""),
     NONE_INT, 0, 0},
    {SECTION_FIX, S("How to fix"), S("fix"), S("<p>Start with phase 1.</p>"), S(""),
     NONE_INT, 0, 0},
    {SECTION_PHASE, S("Phase 2: Intermediate repair"), S("phase-2"),
     S("<p>Only when phase 1 has not helped.</p>"), S(""), 10, 0, 0},
    {SECTION_COMMANDS, S("Commands"), S("commands"), S(""), S(""), NONE_INT, 0, 0},
    {SECTION_OTHER, S("Special scenarios"), S("special-scenarios"),
     S("<h3 id=\"power-saving\">Power saving</h3><ul><li><strong>iOS:</strong> turn off "
       "Low "
       "Power Mode.</li></ul><div class=\"callout callout-warning\" role=\"note\"><p "
       "class=\"callout-label\" data-kind=\"warning\">Warning</p><p>Managed devices need "
       "approval.</p></div><div class=\"table-scroll\" tabindex=\"0\" role=\"region\" "
       "aria-label=\"Ports\"><table><thead><tr><th scope=\"col\">Service</th><th "
       "scope=\"col\">Port</th></tr></thead><tbody><tr><td>IMAP</td><td>993</td></"
       "tr><tr><td>"
       "SMTP</td><td>465</td></tr></tbody></table></div><pre class=\"code\" "
       "data-language=\"cmd\" tabindex=\"0\"><code>ping "
       "outlook.office.com\n</code></pre>"),
     S(""), NONE_INT, 0, 0},
    {SECTION_ESCALATION, S("When to contact IT"), S("escalation"),
     S("<ul><li>x</li></ul>"), S(""), NONE_INT, 0, 0},
};
static struct item sample_items[] = {
    {1, S(""), S("Outlook shows Send/Receive errors or delayed folder updates."), S("…")},
    {1, S(""), S("Mail appears in Outlook on the web but not in the local client."),
     S("…")},
    {1, S(""), S("Large mailbox folders take an unusually long time to refresh."),
     S("…")},
    {2, S("Data file corruption"),
     S("<strong>OST/PST file corruption.</strong> The offline "
       "data file is damaged by an abnormal shutdown."),
     S("…")},
    {2, S("Data file corruption"),
     S("<strong>Cache inconsistency.</strong> An \"item "
       "mismatch\" error."),
     S("…")},
    {2, S("Network and server issues"), S("Wrong port (IMAP should be 993)."), S("…")},
    {7, S(""), S("Multiple users experience sync errors after a policy rollout."),
     S("…")},
    {7, S(""), S("Mailbox corruption or server-side throttling is suspected."), S("…")},
};
static struct step sample_steps[] = {
    {1, S("step-1"), S("Confirm scope, user impact, and reproduction"), STEP_INFO, false,
     false, NONE_INT, 3,
     S("<p>Document whether the issue affects one user, multiple users, or multiple "
       "devices. "
       "Confirm exact error messages and recent changes.</p>"),
     S(""), 0},
    {2, S("step-2"), S("Run safe diagnostics from the Commands section"), STEP_COMMAND,
     false, false, 5, 3, S("<p>Capture the output.</p>"), S(""), 0},
    {3, S("step-3"), S("Repair the OST or PST file"), STEP_WARNING, true, false, 20, 4,
     S("<ol><li>Close Outlook.</li><li>Locate <code>SCANPST.EXE</code>.</li></ol>"),
     S(""), 0},
    {4, S("step-4"), S("Escalate when access, policy, or security controls are involved"),
     STEP_WARNING, true, true, NONE_INT, 4, S(""), S(""), 0},
};
static struct command sample_commands[] = {
    {1, S("command-1"), S("Windows connectivity checks for Outlook sync"),
     S("powershell"),
     S("Test-NetConnection outlook.office365.com -Port 443\nGet-Process outlook | "
       "Select-Object ProcessName, Id, CPU"),
     false, false, false, S(""), S(""), S(""), 0},
    {2, S("command-2"), S("Turn on troubleshooting logging"), S("powershell"),
     S("Set-ItemProperty -Path 'HKCU:\\Software\\Microsoft\\Office\\16.0' -Name "
       "EnableLogging "
       "-Value 1 -Type DWord <&>"),
     true, true, false, S("Set-ItemProperty … -Value 0"), S(""), S(""), 0},
};
static struct slice sample_tags[] = {S("outlook"), S("cached-mode"), S("sync")};

static const struct article sample_article = {
    .id = 1,
    .state = ARTICLE_PUBLISHED,
    .revision = 3,
    .created_at = 1772000000,
    .updated_at = 1772500000,
    .doc = {.meta = {.title = S("Outlook OST Sync Errors in Cached Mode"),
                     .slug = S("outlook-ost-sync-errors-in-cached-mode"),
                     .category = S("email/outlook"),
                     .product = S("Outlook"),
                     .tags = {sample_tags, COUNT(sample_tags)},
                     .minutes_min = 10,
                     .minutes_max = 20,
                     .verified_day = 20515, /* 2026-03-03 */
                     .review_every_s = 365 * DAY_S,
                     .lang = S("en"),
                     .summary =
                         S("Outlook is slow to update, while mail is fine on the web.")},
            .sections = sample_sections,
            .section_count = COUNT(sample_sections),
            .items = sample_items,
            .item_count = COUNT(sample_items),
            .steps = sample_steps,
            .step_count = COUNT(sample_steps),
            .commands = sample_commands,
            .command_count = COUNT(sample_commands)},
};

static struct tree_answer scope_answers[] = {
    {S("one-user"), S("Only me"), S("web"), 1, LEVEL_LOW, LEVEL_NONE},
    {S("many"), S("A whole team or site"), S("handover"), 3, LEVEL_HIGH, LEVEL_NONE},
};
static struct tree_answer web_answers[] = {
    {S("yes"), S("Yes, mail is fine on the web"), S("restart"), 2, LEVEL_NONE,
     LEVEL_NONE},
    {S("no"), S("No, or not sure"), S("handover"), 3, LEVEL_NONE, LEVEL_HIGH},
};
static struct tree_answer restart_answers[] = {
    {S("fixed"), S("That fixed it"), S("resolved"), 4, LEVEL_NONE, LEVEL_NONE},
    {S("not-fixed"), S("Still failing"), S("handover"), 3, LEVEL_NONE, LEVEL_NONE},
};
static struct tree_state sample_states[] = {
    {S("scope"), STATE_QUESTION, S("Who is affected?"), S("Ask a colleague beside you."),
     S(""), OUTCOME_NONE, S(""), scope_answers, 2},
    {S("web"), STATE_QUESTION, S("Is the mail there in Outlook on the web?"), S(""),
     S(""), OUTCOME_NONE, S(""), web_answers, 2},
    {S("restart"), STATE_ACTION, S("Restart Outlook and wait ten minutes."), S(""),
     S("step-2"), OUTCOME_NONE, S(""), restart_answers, 2},
    {S("handover"), STATE_OUTCOME, S("The Messaging team has to look at the mailbox."),
     S("Attach the output of the commands."), S(""), OUTCOME_ESCALATE, S("Messaging"),
     NULL, 0},
    {S("resolved"), STATE_OUTCOME, S("Outlook is up to date again."), S(""), S(""),
     OUTCOME_RESOLVED, S(""), NULL, 0},
};
static const struct tree sample_tree = {
    .slug = S("outlook-ost-sync"),
    .title = S("Find out why Outlook does not sync"),
    .description = S("A few questions to find the safe fix, or the right team."),
    .start = 0,
    .start_id = S("scope"),
    .states = sample_states,
    .state_count = COUNT(sample_states),
};

static struct category sample_trail[] = {
    {S("email"), S("Email"), S("Sending, receiving and synchronizing mail."), S(""), 0, 2,
     0},
    {S("email/outlook"), S("Outlook"), S("Outlook on the desktop and the phone."), S(""),
     0, 2, 0},
};
static struct plan sample_plans[] = {
    {S("Quality Package 1"), "CNY", 100000, 1080000,
     S("Free testing experience for 7 days")},
    {S("Quality Package 2"), "CNY", 150000, 1440000,
     S("Free testing experience for 7 days")},
    {S("Dedicated line package"), "CNY", 240000, 1920000, S("Free trial for 7 days")},
    {S("Odd package"), "CNY", NONE_INT, 100, S("")},
};
static struct slice sample_features[] = {S("Quick access to cloud platforms")};
static const struct partner sample_partners[] = {
    {.slug = S("1password-business"),
     .name = S("1Password Business"),
     .program = S("1Password Affiliate"),
     .network = S("CJ"),
     .url = S("https://1password.com/business"),
     .blurb = S("Enterprise password manager for identity and endpoint hygiene."),
     .status = PARTNER_APPLIED},
    {.slug = S("shigeng-communication"),
     .name = S("Shigeng Communication"),
     .url = S("https://example.com/"),
     .blurb = S("Global office network product."),
     .status = PARTNER_ACTIVE,
     .features = {sample_features, COUNT(sample_features)},
     .plans = sample_plans,
     .plan_count = COUNT(sample_plans)},
};
static const struct partner_match sample_matches[] = {
    {&sample_partners[0], 20, MATCH_TAG, S("endpoint")},
    {&sample_partners[1], 1000, MATCH_LISTED, S("")},
};
static struct phrase sample_phrases[] = {
    {1, S("azure ad connect sync error"), S("azure ad connect sync error"),
     S("azure-ad-connect-sync-error"), PHRASE_CURATED, 1,
     S("outlook-ost-sync-errors-in-cached-mode"),
     S("Outlook OST Sync Errors in Cached Mode"), 0, false},
    {2, S("sccm client not installing"), S("sccm client not installing"),
     S("sccm-client-not-installing"), PHRASE_CURATED, 7,
     S("figma-desktop-app-stuck-on-loading"), S("Figma Desktop App Stuck on Loading"), 0,
     false},
    {3, S("nobody owns this"), S("nobody owns this"), S("nobody-owns-this"), PHRASE_ASKED,
     0, S(""), S(""), 0, false},
};
#define SAMPLE_HEAD(id_, slug_, title_, day_, helpful_)                                 \
    {                                                                                   \
        .id = id_, .slug = S(slug_), .title = S(title_),                                \
        .summary = S(                                                                   \
            "What goes wrong, why, and the checks that are safe on a managed device."), \
        .category = S("email/outlook"), .product = S("Outlook"), .lang = S("en"),       \
        .minutes_min = 10, .minutes_max = 20, .verified_day = day_,                     \
        .review_every_s = 180 * DAY_S, .updated_at = 1772500000, .helpful = helpful_,   \
        .not_helpful = 1                                                                \
    }
static struct article_head sample_heads[] = {
    SAMPLE_HEAD(1, "outlook-ost-sync-errors-in-cached-mode",
                "Outlook OST Sync Errors in Cached Mode", 20515, 9),
    SAMPLE_HEAD(2, "teams-camera", "Teams Camera Not Detected or Black Screen", 20000, 0),
    SAMPLE_HEAD(3, "mfa", "MFA Device Lost (Enterprise Account Recovery)", NONE_INT, 3),
};
static const struct related_article sample_related[] = {
    {SAMPLE_HEAD(2, "teams-camera", "Teams Camera Not Detected or Black Screen", 20000,
                 0),
     RELATED_PINNED},
    {SAMPLE_HEAD(3, "mfa", "MFA Device Lost (Enterprise Account Recovery)", NONE_INT, 3),
     RELATED_TAGS},
};

/* The whole guide, read on 2026-03-10. */
static inline struct article_reading sample_reading(void)
{
    return (struct article_reading){
        .article = &sample_article,
        .author = &sample_person,
        .trail = sample_trail,
        .trail_count = COUNT(sample_trail),
        .votes = {7, 2},
        .tree = &sample_tree,
        .tree_revision = 1,
        .partners = sample_matches,
        .partner_count = COUNT(sample_matches),
        .disclosure = {.whole = S("Some recommendations may be affiliate links."),
                       .brief = S("Disclosure: links to active partners may pay.")},
        .related_queries = {sample_phrases, COUNT(sample_phrases)},
        .related = sample_related,
        .related_count = COUNT(sample_related),
        .stale_from_day = 20515 + 365,
        .today = 20522,
    };
}

#endif
