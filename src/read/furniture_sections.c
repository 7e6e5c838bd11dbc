/* Names of newspapers' sections: in a menu they are navigation, alone above a headline they are
 * its kicker. In lower case. */
#include "read/furniture.h"

static const char *const sections[] = {
    /* English */
    "analysis", "arts", "books", "business", "climate", "comment", "consumer", "crime",
    "culture", "economy", "editorial", "education", "entertainment", "environment",
    "europe", "explainers", "features", "film", "finance", "food", "football", "gaming",
    "health", "history", "holidays", "in brief", "international", "investigation",
    "interview", "life", "lifestyle", "local", "local news", "long read", "markets",
    "media", "money", "music", "national", "national news", "news", "opinion",
    "personal", "politics", "press", "property", "real estate", "recipes", "review",
    "reviews", "science", "sciences", "society", "sport", "sports", "style", "tech",
    "technology", "travel", "u.s.", "u.s. news", "uk", "uk news", "us", "us news",
    "weather", "world", "world news", "business news", "asia", "africa", "americas",
    /* German */
    "ausland", "feuilleton", "gesellschaft", "gesundheit", "inland", "kultur",
    "lokales", "meinung", "netzwelt", "panorama", "politik", "regional", "reise",
    "wetter", "wirtschaft", "wissen", "wissenschaft",
    /* French */
    "culture et loisirs", "faits divers", "france", "idées", "monde", "opinions",
    "planète", "politique", "régions", "santé", "société", "économie", "voyage",
    /* Spanish, Portuguese */
    "ciencia", "cultura", "deportes", "economía", "internacional", "mundo", "opinión",
    "política", "salud", "sociedad", "tecnología", "ciência", "economia", "esporte",
    "esportes", "opinião", "saúde", "sociedade", "tecnologia",
    /* Italian, Dutch, Polish */
    "cronaca", "esteri", "politica", "salute", "scienza", "spettacoli", "binnenland",
    "buitenland", "cultuur", "economie", "gezondheid", "politiek", "wetenschap",
    "gospodarka", "kraj", "nauka", "polityka", "zdrowie", "świat",
    /* Russian, Ukrainian */
    "в мире", "здоровье", "культура", "мир", "наука", "общество", "политика",
    "происшествия", "спорт", "технологии", "экономика", "економіка", "наука і техніка",
    "політика", "світ", "суспільство",
    /* Hebrew, Arabic, Hindi */
    "בריאות", "חדשות", "כלכלה", "מדע", "ספורט", "תרבות", "اقتصاد", "ثقافة", "رياضة",
    "سياسة", "صحة", "علوم", "محليات", "مجتمع", "منوعات", "खेल", "दुनिया", "देश", "मनोरंजन",
    "राजनीति", "विज्ञान", "संस्कृति",
    /* Chinese, Japanese, Korean */
    "体育", "體育", "国际", "國際", "国内", "娱乐", "娛樂", "政治", "教育", "文化",
    "社会", "社會", "科技", "科学", "財經", "财经", "经济", "経済", "經濟", "エンタメ",
    "スポーツ", "ライフ", "国際", "地域", "暮らし", "경제", "과학", "국제", "문화",
    "사회", "스포츠", "정치", NULL};

bool nb_furniture_is_section(struct nb_str text)
{
    char folded[64 + 4];
    if (text.len == 0 || text.len > 60)
        return false;
    struct nb_str key = {folded, nb_furniture_fold(text, folded, sizeof folded)};
    for (size_t i = 0; sections[i]; i++)
        if (nb_str_eq(key, nb_str_of(sections[i])))
            return true;
    return false;
}
