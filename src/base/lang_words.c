/* The most frequent words of each language that stand for no thing: articles, prepositions,
 * conjunctions, forms of "be" and "have". A tag in parentheses is a language that is known so
 * that it is taken for no other, but not told (Croatian, Bosnian and Serbian in Latin letters
 * share all of these words). */
#include "base/lang_words.h"

#include "base/unicode.h"
#include "base/utf8.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum {
    MOST_WORDS = 1400,
    MOST_READ = 600,
    LONGEST = 40,   /* bytes of a word */
    MOST_TIMES = 4, /* that one word counts: a name may look like one */
    FULL = 60
};

static const struct {
    const char *tag, *words;
} table[] = {
    {"en",
     "the of and to in is that for was with on as it at by from his have are this "
     "not be had which has they will but were an their said she would been"},
    {"de",
     "der die und das von den mit ist nicht ein eine dem im auf für sich des auch "
     "als wird sind nach bei einen einer zum zur wie aus noch hat dass werden war"},
    {"fr",
     "le la les des et est une du dans que qui pour pas sur au il avec ce par plus "
     "ne se sont aux cette ont mais été elle son ses leur être c'est d'un qu'il"},
    {"es", "el la los de y en que las una por con para del se un es su al lo como más "
           "pero sus le ya o fue ha sí porque esta son entre cuando muy sin sobre"},
    {"it", "il di che la e è per un una non con del della i le gli si sono nel dei "
           "alla anche più come dal ha lo questo ma delle al l'ha era essere stato"},
    {"pt", "o a de e que os do da em um uma para não com as dos no na ao se por mais "
           "foi são como pela pelo sua seu ou quando muito também já está das nos"},
    {"gl", "o a de e que os do da en un unha para non con as dos no na ao se por máis "
           "foi son como pola polo súa seu ou cando moito tamén xa está das nos"},
    {"ca",
     "el la de i que els les en per un una amb del és al no més dels però com van "
     "ha són aquest aquesta seva seu també quan va d'un l'any perquè"},
    {"nl", "de het een en van dat is op te voor met niet zijn in die aan er ook om hij "
           "als bij maar door naar wordt werd nog uit heeft zij ze over dan worden"},
    {"af", "die van en het is nie in om te dat wat 'n word hy met vir sy op by aan was "
           "ook as maar deur sal hulle kan na oor daar"},
    {"sv",
     "och att det som en på är av för med den till inte ett om har de var jag han "
     "men från vid sig så efter kan också när eller vi under skulle blev"},
    {"da",
     "og at det er en på til af for med den ikke de som har et om var jeg han men "
     "fra ved sig så efter kan også når eller blev under skulle hvor blive mod"},
    {"nb",
     "og det er på at en til av for med ikke som har de et den å om var jeg han men "
     "fra ved seg så etter kan også når eller ble under skulle hvor bli mot"},
    {"nn",
     "og det er på at ein til av for med ikkje som har dei eit den å om var eg han "
     "men frå ved seg så etter kan også når eller vart under skulle kvar bli mot"},
    {"fi", "ja on ei että se hän oli mutta ovat kun myös joka tai sen kuin jo niin ole "
           "hänen vain olisi sekä mukaan ollut jälkeen jos mitä en nyt voi"},
    {"et", "ja on ei et see ta oli mis ka kui aga oma ning nii või seda kes pole tema "
           "juba veel siis mida ole olid selle"},
    {"pl", "i w na z się nie do to że jest o po jak ale przez od za tym co dla jego są "
           "który ma oraz był która już tylko ich może być"},
    {"cs",
     "a v se na je že s z do to i pro za by jako po ale byl jsou které od podle k "
     "který o ve však jen také si bylo už jeho"},
    {"sk", "a v sa na je že s z do to aj pre za by ako po ale bol sú ktoré od podľa k "
           "ktorý o vo však len tiež si bolo už jeho"},
    {"sl", "in je v na se da za z so ki pa ne po kot tudi bi ali s bo k pri še ko od "
           "bil biti ni do že kar"},
    {"(hbs)", "i je u na se da za su od s koji ne to kao što a ali koja sam bi će iz o "
              "biti ili kako samo bio po nije koje"},
    {"hu", "a az és hogy nem is egy meg volt ez van de csak már mint azt el ki ha még "
           "után vagy lesz szerint amely ezt sem pedig"},
    {"ro", "și de în a la cu pe care nu este o că un mai din pentru au fi sau dar ca "
           "fost sunt lui cum ce prin al ale după fără"},
    {"tr", "ve bir bu da de için ile olarak çok daha olan gibi ne kadar var sonra en o "
           "olduğu ise ama değil her dedi oldu tarafından"},
    {"az", "və bir bu ilə üçün də da ki olan o daha kimi isə sonra var çox etdi edir "
           "olub görə deyil"},
    {"uz",
     "va bu bilan uchun ham bir edi deb bo'lgan u esa kerak bo'yicha haqida lekin"},
    {"id", "yang dan di ini itu dengan untuk dari pada tidak adalah dalam akan ke oleh "
           "karena juga sebagai tersebut bisa ada mereka saat telah lebih"},
    {"ms", "yang dan di ini itu dengan untuk dari pada tidak ialah dalam akan ke oleh "
           "kerana juga sebagai tersebut boleh ada mereka semasa telah lebih beliau"},
    {"vi", "và của là có trong không cho được với một các những người này đã để khi ở "
           "từ cũng như về sẽ tại ông vào nhiều đến"},
    {"lv", "un ir ka par no ar uz tas kas pie bija arī bet lai nav viņš gan vai pēc tā "
           "būs savu tika"},
    {"lt", "ir kad yra į su iš tai buvo kaip bet apie jo per dar jau ne bus ar prie po "
           "taip nuo už pat"},
    {"is", "og að er í á sem til en við um ekki það var með af fyrir hann þá hefur eru "
           "þess verið frá því"},
    {"ga", "an agus na ar ag go is i tá don sé le sa bhí nach atá mar ach seo"},
    {"cy", "y yn a ar i o yr mae wedi gan ei ac am fod oedd eu bod nid sydd"},
    {"eu", "eta da ez du bat dira zen dute baina ere bere egin izan dela ditu hori"},
    {"sq", "dhe të në e që për një me i nga është se ka si do nuk më ishte kjo janë"},
    {"mt", "u il ta li fil ma għal minn din dan tal huwa kien jew kienet"},
    {"eo", "la kaj de en estas ne al por mi ke ĝi kun oni sed pri li estis ili"},
    {"sw", "na ya wa kwa ni za katika la cha hii kuwa hiyo kama lakini yake huo"},
    {"tl", "ang ng sa na mga ay at si ni para hindi ito kay nang niya"},
    {"lb",
     "de d'an a vun dat ass den op net fir mat vum och déi sinn war hunn eng sech"},
    {"fy", "de it in en fan dat is op te foar mei net wie hy oan ek hat by as troch"},
    {"ru",
     "и в не на что с по как это он из был для его от но за к у же они было также "
     "о при быть так которые до года"},
    {"uk", "і в не на що з у до та як це за від він про й але для його які був бути "
           "також після під вони року"},
    {"bg", "и на да се в за от не са е като ще по това той с до но които беше бъде при "
           "след още към което"},
    {"mk", "и на во да се за од не е што ќе тоа со по како но кои беше биде при го ги "
           "дека има"},
    {"sr", "и је у на се да за су од који не то као што са из о али ће није био код"},
    {"be", "і ў на не што з да як гэта ад але за па яго для быў таксама каб якія пра"},
    {"kk", "және мен бұл бір үшін да де деп болып бар осы сол туралы кейін емес"},
    {"ar",
     "في من على إلى أن التي هذا عن مع الذي ما لا كان هذه أو بعد إن بين ذلك قد كما "
     "كانت وقد قال لم"},
    {"fa", "و در به از که این را با است برای آن های می یک شد بر تا خود کرد شده نیز اما "
           "بود کند هم"},
    {"ur", "کے میں کی ہے کا اور سے کو نے ہیں پر کہ اس یہ بھی کر تھا ایک نہیں گیا"},
    {"ps", "د په او چې کې له دی کړی دا به ته هم يې سره نه وو"},
    {"ckb", "لە بە و کە بۆ ئەو ئەم لەگەڵ دەکات بوو هەر نییە خۆی"},
    {"he", "של את על הוא לא עם זה כי היא אל גם או כל אך יש היה בין אמר לפי"},
    {"yi", "דער די און פון איז צו אין מיט אויף ניט האט וואס זיי אַז"},
    {"hi", "के में की है और से का को पर ने कि हैं यह एक नहीं भी इस लिए था हो गया"},
    {"mr", "आणि आहे या आहेत होते ते हा ही व नाही तर करून होता मात्र त्यांनी"},
    {"ne", "छ र को मा पनि गरेको भएको छन् हो गर्न लागि भने थियो यो"},
};

enum { LANGS = sizeof table / sizeof table[0] };

struct entry {
    struct nb_str word;
    uint64_t langs;
    unsigned shared; /* by how many languages */
};

static struct entry entries[MOST_WORDS];
static size_t entry_count;
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* Where `word` stands among the entries, or should. */
static size_t place_of(struct nb_str word, bool *there)
{
    size_t low = 0, high = entry_count;
    *there = false;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = nb_str_cmp(entries[middle].word, word);
        if (order == 0) {
            *there = true;
            return middle;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void fill(void)
{
    for (size_t lang = 0; lang < LANGS; lang++) {
        struct nb_str rest = nb_str_of(table[lang].words), word;
        while (nb_str_split(&rest, ' ', &word)) {
            bool there;
            size_t at = place_of(word, &there);
            if (!there) {
                if (entry_count == MOST_WORDS)
                    return;
                memmove(&entries[at + 1], &entries[at],
                        (entry_count - at) * sizeof entries[0]);
                entries[at] = (struct entry){.word = word};
                entry_count++;
            }
            uint64_t bit = (uint64_t)1 << lang;
            entries[at].shared += !(entries[at].langs & bit);
            entries[at].langs |= bit;
        }
    }
}

/* The next word in lower case; false at the end. */
static bool next_word(const char **p, const char *end, char word[LONGEST], size_t *len)
{
    bool over = false;
    *len = 0;
    while (*p < end) {
        size_t size;
        unsigned c = nb_utf8_decode(*p, end, &size);
        bool apostrophe = (c == '\'' || c == 0x2019) && *len;
        bool solid =
            c < 0x80 ? nb_ascii_alpha((char)c) || apostrophe
                     : nb_unicode_is_letter(c) || nb_unicode_is_mark(c) || apostrophe;
        if (!solid && (*len || over))
            break;
        *p += size;
        if (!solid)
            continue;
        if (*len + 4 > LONGEST)
            over = true;
        else if (!over)
            *len +=
                nb_utf8_encode(apostrophe ? '\'' : nb_unicode_lower(c), word + *len);
    }
    while (*len && word[*len - 1] == '\'')
        --*len;
    if (over)
        *len = 0;
    return *len || over || *p < end;
}

void nb_lang_words(struct nb_str text, struct nb_lang_count *out)
{
    unsigned char times[MOST_WORDS] = {0};
    const char *p = text.data, *end = p + text.len;
    char word[LONGEST];
    size_t len;
    (void)pthread_once(&once, fill);
    *out = (struct nb_lang_count){0};
    while (out->words < MOST_READ && next_word(&p, end, word, &len)) {
        bool there;
        out->words += len > 0;
        size_t at = place_of((struct nb_str){word, len}, &there);
        if (!there || times[at] == MOST_TIMES)
            continue;
        times[at]++;
        for (size_t lang = 0; lang < LANGS; lang++) {
            if (!(entries[at].langs >> lang & 1))
                continue;
            out->hits[lang]++;
            out->kinds[lang] += times[at] == 1;
            out->score[lang] += FULL / entries[at].shared;
        }
    }
}

const char *nb_lang_words_best(const struct nb_lang_count *count)
{
    enum { LEAST = 150, KINDS = 3, PERCENT = 6 };
    size_t best = 0;
    unsigned second = 0;
    for (size_t i = 1; i < LANGS; i++) {
        if (count->score[i] > count->score[best])
            best = i;
    }
    for (size_t i = 0; i < LANGS; i++) {
        if (i != best && count->score[i] > second)
            second = count->score[i];
    }
    bool clear = count->score[best] >= LEAST && count->kinds[best] >= KINDS &&
                 count->score[best] * 2 >= second * 3 &&
                 count->hits[best] * 100 >= count->words * PERCENT;
    return clear && table[best].tag[0] != '(' ? table[best].tag : NULL;
}

unsigned nb_lang_words_hits(const struct nb_lang_count *count, const char *tag)
{
    for (size_t i = 0; i < LANGS; i++) {
        if (strcmp(table[i].tag, tag) == 0)
            return count->hits[i];
    }
    return 0;
}

unsigned nb_lang_words_most(const struct nb_lang_count *count)
{
    unsigned most = 0;
    for (size_t i = 0; i < LANGS; i++)
        most = count->hits[i] > most ? count->hits[i] : most;
    return most;
}
