/* What the names in class, id, role and itemprop say. Names are cut into words ("shareBar",
 * "share-bar"), and single words and pairs are looked up in a table of the words that pages
 * of all makers share. A word after "has", "with" or "no" speaks of something else. */
#include "read/html.h"

#include <pthread.h>
#include <stdint.h>
#include <string.h>

static const struct {
    enum nb_html_sign sign;
    const char *words;
} vocabulary[] = {
    {NB_SIGN_FURNITURE,
     " ad ads adv advert adverts advertisement advertising adslot adunit adbox "
     "admodule "
     "adcontainer adwrapper dfp gpt gptad sponsor sponsored sponsorship promo "
     "promotion "
     "promotional promobox share sharing sharebar sharetools sharebuttons shares "
     "social "
     "socials socialmedia socialshare followus newsletter newsletters signup subscribe "
     "subscription subscriptions paywall cookie cookies consent gdpr nav navbar "
     "navigation menu menus breadcrumb breadcrumbs crumbs toolbar sidebar sidenav rail "
     "rightrail footer banner modal popup popover overlay tooltip visuallyhidden "
     "sronly "
     "screenreader screenreadertext noprint printhide login register donate donation "
     "outbrain taboola poll quiz rating ratings skiplink skipto pagination pager "
     "taglist "
     "tags topics keywords copyright authorbio authorbox bio aboutauthor aboutthe toc "
     "search searchform complementary contentinfo dialog tablist shopping affiliate "
     "buynow appstore feedback cta comscore trinity listen playlist "
     "slideshownav "
     "notification alert jumpto backtotop articletools posttools tools "
     "disclosure boilerplate postflair likewidget encartabo paywallteaser abonnement "
     "correctionform inlinesignup anzeige anzeigen werbung publicite publicidad "
     "publicidade pubblicita advertentie annons reklama teilen partager partage "
     "compartir compartilhar condividi brotkrumen filariane cookiehinweis cmp "
     "paywallbox bezahlschranke autorenbox autorbox newsletterbox werbeblock "},
    {NB_SIGN_RELATED,
     " related relatedlinks relatedarticles relatedstories relatedposts relatedcontent "
     "recommended recommendation recommendations recommends readmore readnext upnext "
     "nextup morestories morefrom moreon morenews alsoread seealso trending popular "
     "mostread mostpopular mostviewed latestnews lateststories youmaylike maylike "
     "mightlike topstories teasers recirc recirculation onward onwardjourney "
     "furtherreading storylist linklist articlelist otherstories similar "
     "jprelatedposts verwandte mehrzumthema lesensieauch zumthema lireaussi "
     "articleslies relacionadas relacionados correlati leesook weiterlesen "
     "artikelempfehlungen "},
    {NB_SIGN_COMMENTS,
     " comment comments commentlist commentsection commentform disqus respond livefyre "
     "discussion replies usercomments kommentare kommentar kommentarbereich "
     "leserkommentare commentaires commentaire comentarios comentario commenti "
     "reacties "},
    {NB_SIGN_BYLINE,
     " byline bylines author authors authorname timestamp pubdate publishdate "
     "publisheddate publicationdate datepublished datemodified datetime lastupdated "
     "updated posted postedon postmeta articlemeta entrymeta storymeta metadata "
     "articleinfo articledate postdate entrydate contributors writtenby kicker eyebrow "
     "articledetails articleheader postheader entryheader storyheader dateline "
     "readingtime readtime autor autoren auteur autore signature verfasser datum "},
    {NB_SIGN_STANDFIRST,
     " standfirst teaser deck dek subtitle subheadline strapline "
     "excerpt articlesummary "
     "storysummary articledek teasertext alternativeheadline vorspann chapo unterzeile "
     "untertitel entradilla bajada copete sommario catenaccio manchet lede subtitulo "
     "sottotitolo soustitre anrisstext "},
    {NB_SIGN_CREDIT,
     " credit credits photocredit imagecredit copyright photographer attribution "
     "imagesource photosource bildnachweis bildquelle fotocredit "},
    {NB_SIGN_CAPTION,
     " caption captions figcaption imagecaption photocaption mediacaption captiontext "
     "cutline imagedescription bildunterschrift bildtext legende piedefoto didascalia "
     "imgdescr "},
    {NB_SIGN_PULLQUOTE, " pullquote pullquotes pulledquote pullout quotebox "},
    {NB_SIGN_POST,
     " twittertweet instagrammedia tiktokembed fbpost redditcard blueskyembed "
     "mastodonembed "},
    {NB_SIGN_BODY,
     " articlebody articlecontent articletext articlecopy articlemain entrycontent "
     "postcontent postbody storybody storycontent storytext bodycopy bodytext "
     "contentbody maincontent pagecontent newsbody newscontent newstext artikeltext "
     "artikelbody artikelinhalt artibody corpotexto cuerponoticia "},
};

enum { WORD_ROOM = 40 };

struct scan {
    char last[WORD_ROOM], pair[2 * WORD_ROOM];
    bool negated;
    unsigned seen; /* a bit for each sign */
};

/* The vocabulary by word: an open hash table, filled when first needed. */
enum { SLOTS = 2048 };
static struct {
    struct nb_str word; /* data is NULL: empty */
    unsigned signs;
} slots[SLOTS];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static size_t slot_of(struct nb_str word)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < word.len; i++)
        hash = (hash ^ (unsigned char)word.data[i]) * 16777619u;
    size_t slot = hash % SLOTS;
    while (slots[slot].word.data && !nb_str_eq(slots[slot].word, word))
        slot = (slot + 1) % SLOTS;
    return slot;
}

static void fill_slots(void)
{
    for (size_t i = 0; i < sizeof vocabulary / sizeof vocabulary[0]; i++) {
        const char *p = vocabulary[i].words + 1;
        while (*p) {
            struct nb_str word = {p, strcspn(p, " ")};
            size_t slot = slot_of(word);
            slots[slot].word = word;
            slots[slot].signs |= 1u << vocabulary[i].sign;
            p += word.len + 1;
        }
    }
}

static void look_up(struct scan *scan, const char *word)
{
    struct nb_str key = nb_str_of(word);
    if (key.len >= 2)
        scan->seen |= slots[slot_of(key)].signs;
}

static bool negates(const char *word)
{
    static const char *const words[] = {"has", "have", "with", "without", "no",
                                        "not", "hide", "show", "enable",  "disable"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(word, words[i]) == 0)
            return true;
    }
    return false;
}

static void take_word(struct scan *scan, const char *word, size_t len)
{
    char now[WORD_ROOM] = "";
    if (len >= WORD_ROOM)
        len = WORD_ROOM - 1;
    for (size_t i = 0; i < len; i++)
        now[i] = nb_ascii_lower(word[i]);
    now[len] = '\0';
    if (!scan->negated) {
        look_up(scan, now);
        if (scan->last[0]) {
            memcpy(scan->pair, scan->last, strlen(scan->last));
            memcpy(scan->pair + strlen(scan->last), now, len + 1);
            look_up(scan, scan->pair);
        }
    }
    scan->negated = negates(now);
    memcpy(scan->last, now, len + 1);
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static void take_names(struct scan *scan, const char *names)
{
    const char *p = names;
    scan->last[0] = '\0';
    scan->negated = false;
    while (p && *p) {
        if (!nb_ascii_alpha(*p)) {
            if (nb_ascii_space(*p)) {
                scan->last[0] = '\0';
                scan->negated = false;
            }
            p++;
            continue;
        }
        const char *from = p++;
        while (nb_ascii_alpha(*p) && !(is_upper(*p) && !is_upper(p[-1])))
            p++;
        take_word(scan, from, (size_t)(p - from));
    }
}

/* Elements of AMP that say by their names what they hold. */
static void take_element(struct scan *scan, const char *name)
{
    static const struct {
        const char *name;
        enum nb_html_sign sign;
    } elements[] = {{"amp-twitter", NB_SIGN_POST},
                    {"amp-instagram", NB_SIGN_POST},
                    {"amp-facebook", NB_SIGN_POST},
                    {"amp-ad", NB_SIGN_FURNITURE},
                    {"amp-embed", NB_SIGN_FURNITURE},
                    {"amp-sidebar", NB_SIGN_FURNITURE},
                    {"amp-consent", NB_SIGN_FURNITURE},
                    {"amp-social-share", NB_SIGN_FURNITURE},
                    {"amp-user-notification", NB_SIGN_FURNITURE},
                    {"amp-list", NB_SIGN_RELATED}};
    for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++) {
        if (strcmp(name, elements[i].name) == 0)
            scan->seen |= 1u << elements[i].sign;
    }
}

enum nb_html_sign nb_html_sign(const struct nb_xml_node *node, enum nb_html_tag tag)
{
    struct scan scan = {.seen = 0};
    static const char *const attrs[] = {
        "class", "id", "role", "itemprop", "data-component", "data-testid"};
    static const enum nb_html_sign order[] = {
        NB_SIGN_BODY,       NB_SIGN_POST,     NB_SIGN_PULLQUOTE, NB_SIGN_CAPTION,
        NB_SIGN_CREDIT,     NB_SIGN_COMMENTS, NB_SIGN_RELATED,   NB_SIGN_FURNITURE,
        NB_SIGN_STANDFIRST, NB_SIGN_BYLINE};
    if (tag == NB_TAG_HTML || tag == NB_TAG_BODY)
        return NB_SIGN_NONE;
    (void)pthread_once(&once, fill_slots);
    for (size_t i = 0; i < sizeof attrs / sizeof attrs[0]; i++)
        take_names(&scan, nb_xml_attr(node, attrs[i]));
    if (tag == NB_TAG_OTHER)
        take_element(&scan, nb_xml_name(node));
    if (tag == NB_TAG_MAIN)
        scan.seen &=
            1u << NB_SIGN_BODY | 1u << NB_SIGN_COMMENTS | 1u << NB_SIGN_RELATED;
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        if (scan.seen & 1u << order[i])
            return order[i];
    }
    return NB_SIGN_NONE;
}
