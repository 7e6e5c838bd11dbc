/* The words that newsbind itself puts into a book, one row of the table for each language. */
#include "doc/words.h"

#include "base/str.h"

#include <string.h>

/* No-break space, as French sets it before a colon. */
#define NBSP "\xC2\xA0"

struct row {
    const char *lang;
    const char *words[NB_WORD_COUNT];
};

/* The first row is the one for all other languages. A tag that is listed goes before the tag
 * that it begins with. In the order of enum nb_word. */
static const struct row rows[] = {
    {"en",
     {"Contents",
      "Cover",
      "Video",
      "Audio",
      "Post",
      "Related",
      "Photo",
      "%s min read",
      "Previous",
      "Next",
      "Notes",
      "Page",
      "Continued",
      "Section",
      " and ",
      ", ",
      "By",
      "No. %s",
      ", ",
      ": ",
      "Start of the text",
      "Back to the text",
      "Text that reflows, with headings, a table of contents and descriptions of "
      "pictures where the source gives them."}},
    {"de",
     {"Inhalt",
      "Titelseite",
      "Video",
      "Audio",
      "Beitrag",
      "Mehr zum Thema",
      "Foto",
      "%s Min. Lesezeit",
      "Zurück",
      "Weiter",
      "Anmerkungen",
      "Seite",
      "Fortsetzung",
      "Ressort",
      " und ",
      ", ",
      "Von",
      "Nr. %s",
      ", ",
      ": ",
      "Beginn des Textes",
      "Zurück zum Text",
      "Fließender Text mit Überschriften, Inhaltsverzeichnis und Bildbeschreibungen, "
      "soweit die Quelle sie enthält."}},
    {"fr",
     {"Sommaire",
      "Couverture",
      "Vidéo",
      "Audio",
      "Publication",
      "À lire aussi",
      "Photo",
      "%s min de lecture",
      "Précédent",
      "Suivant",
      "Notes",
      "Page",
      "Suite",
      "Rubrique",
      " et ",
      ", ",
      "Par",
      "N°" NBSP "%s",
      ", ",
      NBSP ": ",
      "Début du texte",
      "Retour au texte",
      "Texte redistribuable avec titres, sommaire et descriptions des images lorsque "
      "la "
      "source en fournit."}},
    {"es",
     {"Sumario",
      "Portada",
      "Vídeo",
      "Audio",
      "Publicación",
      "Más sobre el tema",
      "Foto",
      "%s min de lectura",
      "Anterior",
      "Siguiente",
      "Notas",
      "Página",
      "Continuación",
      "Sección",
      " y ",
      ", ",
      "Por",
      "N.º %s",
      ", ",
      ": ",
      "Inicio del texto",
      "Volver al texto",
      "Texto adaptable con títulos, sumario y descripciones de las imágenes cuando la "
      "fuente las ofrece."}},
    {"it",
     {"Sommario",
      "Copertina",
      "Video",
      "Audio",
      "Post",
      "Leggi anche",
      "Foto",
      "%s min di lettura",
      "Precedente",
      "Successivo",
      "Note",
      "Pagina",
      "Continua",
      "Sezione",
      " e ",
      ", ",
      "Di",
      "N. %s",
      ", ",
      ": ",
      "Inizio del testo",
      "Torna al testo",
      "Testo adattabile con titoli, sommario e descrizioni delle immagini quando la "
      "fonte le fornisce."}},
    {"nl",
     {"Inhoud",
      "Omslag",
      "Video",
      "Audio",
      "Bericht",
      "Lees ook",
      "Foto",
      "%s min. leestijd",
      "Vorige",
      "Volgende",
      "Noten",
      "Pagina",
      "Vervolg",
      "Rubriek",
      " en ",
      ", ",
      "Door",
      "Nr. %s",
      ", ",
      ": ",
      "Begin van de tekst",
      "Terug naar de tekst",
      "Tekst die zich aanpast, met koppen, een inhoudsopgave en beschrijvingen van "
      "beelden waar de bron die geeft."}},
    {"pt",
     {"Sumário",
      "Capa",
      "Vídeo",
      "Áudio",
      "Publicação",
      "Leia também",
      "Foto",
      "%s min de leitura",
      "Anterior",
      "Seguinte",
      "Notas",
      "Página",
      "Continuação",
      "Seção",
      " e ",
      ", ",
      "Por",
      "N.º %s",
      ", ",
      ": ",
      "Início do texto",
      "Voltar ao texto",
      "Texto ajustável com títulos, sumário e descrições das imagens quando a fonte as "
      "oferece."}},
    {"pl",
     {"Spis treści",
      "Okładka",
      "Wideo",
      "Audio",
      "Wpis",
      "Zobacz także",
      "Zdjęcie",
      "%s min czytania",
      "Poprzedni",
      "Następny",
      "Przypisy",
      "Strona",
      "Ciąg dalszy",
      "Dział",
      " i ",
      ", ",
      "",
      "Nr %s",
      ", ",
      ": ",
      "Początek tekstu",
      "Powrót do tekstu",
      "Tekst płynny z nagłówkami, spisem treści i opisami zdjęć, jeśli podaje je "
      "źródło."}},
    {"ru",
     {"Содержание",
      "Обложка",
      "Видео",
      "Аудио",
      "Публикация",
      "Читайте также",
      "Фото",
      "%s мин чтения",
      "Назад",
      "Далее",
      "Примечания",
      "Страница",
      "Продолжение",
      "Рубрика",
      " и ",
      ", ",
      "",
      "№ %s",
      ", ",
      ": ",
      "Начало текста",
      "Назад к тексту",
      "Перетекающий текст с заголовками, содержанием и описаниями изображений, если "
      "они "
      "есть в источнике."}},
    {"sv",
     {"Innehåll",
      "Omslag",
      "Video",
      "Ljud",
      "Inlägg",
      "Läs också",
      "Foto",
      "%s min lästid",
      "Föregående",
      "Nästa",
      "Noter",
      "Sida",
      "Fortsättning",
      "Avdelning",
      " och ",
      ", ",
      "Av",
      "Nr %s",
      ", ",
      ": ",
      "Textens början",
      "Tillbaka till texten",
      "Flödande text med rubriker, innehållsförteckning och bildbeskrivningar där "
      "källan har dem."}},
    {"zh-Hant",
     {"目錄",
      "封面",
      "影片",
      "音訊",
      "貼文",
      "相關報道",
      "圖片",
      "閱讀約%s分鐘",
      "上一篇",
      "下一篇",
      "註釋",
      "頁",
      "續",
      "版塊",
      "、",
      "、",
      "",
      "第%s期",
      "，",
      "：",
      "正文",
      "返回正文",
      "可重排的文字，有標題、目錄，並在來源提供時附有圖片說明。"}},
    {"zh",
     {"目录",
      "封面",
      "视频",
      "音频",
      "帖子",
      "相关报道",
      "图片",
      "阅读约%s分钟",
      "上一篇",
      "下一篇",
      "注释",
      "页",
      "续",
      "版块",
      "、",
      "、",
      "",
      "第%s期",
      "，",
      "：",
      "正文",
      "返回正文",
      "可重排的文字，有标题、目录，并在来源提供时附有图片说明。"}},
    {"ja",
     {"目次",
      "表紙",
      "動画",
      "音声",
      "投稿",
      "関連記事",
      "写真",
      "約%s分で読めます",
      "前へ",
      "次へ",
      "注",
      "ページ",
      "続き",
      "セクション",
      "、",
      "、",
      "",
      "第%s号",
      "、",
      "：",
      "本文",
      "本文に戻る",
      "見出しと目次があり、元の記事にある場合は画像の説明が付いたリフロー型のテキスト"
      "。"}},
    {"ko",
     {"목차",
      "표지",
      "동영상",
      "오디오",
      "게시물",
      "관련 기사",
      "사진",
      "읽는 시간 %s분",
      "이전",
      "다음",
      "주석",
      "쪽",
      "계속",
      "섹션",
      ", ",
      ", ",
      "",
      "제%s호",
      ", ",
      ": ",
      "본문",
      "본문으로 돌아가기",
      "제목과 목차가 있고, 원문에 있는 경우 사진 설명이 포함된 리플로우 텍스트."}},
    {"ar",
     {"المحتويات",
      "الغلاف",
      "فيديو",
      "صوت",
      "منشور",
      "مواضيع ذات صلة",
      "صورة",
      "مدة القراءة: %s د",
      "السابق",
      "التالي",
      "هوامش",
      "صفحة",
      "تتمة",
      "قسم",
      " و",
      "، ",
      "بقلم",
      "العدد %s",
      "، ",
      ": ",
      "بداية النص",
      "العودة إلى النص",
      "نص متدفق بعناوين وفهرس محتويات وأوصاف للصور حيث يوفرها المصدر."}},
    {"he",
     {"תוכן העניינים",
      "שער",
      "וידאו",
      "שמע",
      "פוסט",
      "כתבות קשורות",
      "צילום",
      "%s דק׳ קריאה",
      "הקודם",
      "הבא",
      "הערות",
      "עמוד",
      "המשך",
      "מדור",
      " ו",
      ", ",
      "מאת",
      "גיליון %s",
      ", ",
      ": ",
      "תחילת הטקסט",
      "חזרה לטקסט",
      "טקסט זורם עם כותרות, תוכן עניינים ותיאורי תמונות כשהם מופיעים במקור."}},
    {"hi",
     {"विषय-सूची",
      "आवरण",
      "वीडियो",
      "ऑडियो",
      "पोस्ट",
      "संबंधित ख़बरें",
      "फ़ोटो",
      "%s मिनट में पढ़ें",
      "पिछला",
      "अगला",
      "टिप्पणियाँ",
      "पृष्ठ",
      "जारी",
      "अनुभाग",
      " और ",
      ", ",
      "",
      "अंक %s",
      ", ",
      ": ",
      "पाठ का आरंभ",
      "पाठ पर वापस",
      "शीर्षकों और विषय-सूची वाला प्रवाही पाठ; स्रोत में होने पर चित्रों के विवरण सहित।"}},
};

/* Tags whose language does not stand at their beginning. */
static const struct {
    const char *tag, *lang;
} aliases[] = {
    {"zh-TW", "zh-Hant"}, {"zh-HK", "zh-Hant"}, {"zh-MO", "zh-Hant"},
    {"yue", "zh-Hant"},   {"cmn", "zh"},        {"iw", "he"},
};

/* Whether `tag` is `range` or goes on behind it with a hyphen. */
static bool begins(const char *tag, const char *range)
{
    struct nb_str whole = nb_str_of(tag), part = nb_str_of(range);
    if (!nb_str_starts_nocase(whole, part))
        return false;
    return whole.len == part.len || tag[part.len] == '-' || tag[part.len] == '_';
}

static const struct row *row_of(const char *lang)
{
    if (!lang)
        return &rows[0];
    for (size_t i = 0; i < sizeof aliases / sizeof aliases[0]; i++)
        if (begins(lang, aliases[i].tag))
            lang = aliases[i].lang;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (begins(lang, rows[i].lang))
            return &rows[i];
    return &rows[0];
}

const char *nb_word(enum nb_word word, const char *lang)
{
    return row_of(lang)->words[word];
}

const char *nb_word_lang(const char *lang)
{
    return row_of(lang)->lang;
}

void nb_word_fill(enum nb_word word, const char *lang, const char *value,
                  struct nb_buf *out)
{
    const char *text = nb_word(word, lang), *place = strstr(text, "%s");
    if (!place) {
        nb_buf_puts(out, text);
        return;
    }
    nb_buf_add(out, text, (size_t)(place - text));
    nb_buf_puts(out, value);
    nb_buf_puts(out, place + 2);
}

/* Whether `name` begins with the word `by` and a space. */
static bool has_by(const char *name, const char *by)
{
    size_t len = strlen(by);
    return nb_str_starts_nocase(nb_str_of(name), nb_str_of(by)) && name[len] == ' ';
}

void nb_words_names(const struct nb_strings *names, const char *lang, bool with_by,
                    struct nb_buf *out)
{
    const char *by = nb_word(NB_WORD_BY, lang);
    if (!names->count)
        return;
    if (with_by && *by && !has_by(names->at[0], by)) {
        nb_buf_puts(out, by);
        nb_buf_putc(out, ' ');
    }
    for (size_t i = 0; i < names->count; i++) {
        if (i)
            nb_buf_puts(
                out, nb_word(i + 1 == names->count ? NB_WORD_AND : NB_WORD_LIST, lang));
        nb_buf_puts(out, names->at[i]);
    }
}
