/* Languages guessed: a sentence in each must give the language or none, a paragraph the
 * language; never another. */
#include "base/lang.h"
#include "unit.h"

#include <string.h>

struct sample {
    const char *lang, *text; /* the guess may be NULL where `lang` ends in "?" */
};

static void check(const struct sample *samples, size_t count)
{
    unsigned wrong = 0;
    for (size_t i = 0; i < count; i++) {
        const char *got = nb_lang_guess(nb_str_of(samples[i].text));
        size_t len = strcspn(samples[i].lang, "?");
        bool right =
            got && strlen(got) == len && memcmp(got, samples[i].lang, len) == 0;
        bool silent = !got && samples[i].lang[len] == '?';
        if (!right && !silent)
            print_error("%s: taken for %s: %s\n", samples[i].lang, got ? got : "none",
                        samples[i].text);
        wrong += !right && !silent;
    }
    assert_int_equal(wrong, 0);
}

#define CHECK(samples) check((samples), sizeof(samples) / sizeof((samples)[0]))

static const struct sample sentences[] = {
    {"en",
     "The harbour was closed for two days because of the storm, and nobody on the "
     "quay could say when the ferry would come."},
    {"de", "Der Hafen war wegen des Sturms zwei Tage lang geschlossen, und niemand auf "
           "dem Kai wusste, wann die Fähre kommt."},
    {"fr", "Le port est resté fermé pendant deux jours à cause de la tempête, et "
           "personne sur le quai ne savait quand le bac arriverait."},
    {"es", "El puerto estuvo cerrado dos días por la tormenta, y nadie en el muelle "
           "sabía cuándo llegaría el transbordador."},
    {"it", "Il porto è rimasto chiuso per due giorni a causa della tempesta, e nessuno "
           "sul molo sapeva quando sarebbe arrivato il traghetto."},
    {"pt",
     "O porto esteve fechado durante dois dias por causa da tempestade, e ninguém "
     "no cais sabia quando a barca chegaria, mas não havia pressa."},
    {"gl?", "O porto estivo pechado dous días pola tormenta, e ninguén no peirao sabía "
            "cando chegaría unha barca."},
    {"ca?",
     "El port va estar tancat dos dies per la tempesta, i ningú al moll no sabia "
     "quan arribaria el vaixell amb els passatgers."},
    {"nl", "De haven was twee dagen gesloten door de storm, en niemand op de kade wist "
           "wanneer de veerboot zou komen, maar er was koffie."},
    {"af?",
     "Die hawe was twee dae lank gesluit weens die storm, en niemand op die kaai "
     "het geweet wanneer die veerboot sal kom nie."},
    {"sv", "Hamnen var stängd i två dagar på grund av stormen, och ingen på kajen "
           "visste när färjan skulle komma, men det fanns kaffe."},
    {"da?",
     "Havnen var lukket i to dage på grund af stormen, og ingen på kajen vidste, "
     "hvornår færgen ville komme, men der blev serveret kaffe efter mørkets "
     "frembrud."},
    {"nb?",
     "Havnen var stengt i to dager på grunn av stormen, og ingen på kaien visste "
     "når fergen ville komme, men det ble servert kaffe etter mørkets frembrudd."},
    {"nn?", "Hamna var stengd i to dagar på grunn av stormen, og ingen på kaia visste "
            "når ferja ville kome, men dei fekk kaffi etter at det vart mørkt."},
    {"fi", "Satama oli suljettu kaksi päivää myrskyn takia, eikä kukaan laiturilla "
           "tiennyt, milloin lautta tulee, mutta kahvia oli ja se riitti myös meille."},
    {"et?", "Sadam oli tormi tõttu kaks päeva suletud ja keegi kail ei teadnud, millal "
            "praam tuleb, aga kohvi oli ning see oli hea."},
    {"pl", "Port był zamknięty przez dwa dni z powodu sztormu i nikt na nabrzeżu nie "
           "wiedział, kiedy przypłynie prom, ale była już kawa dla wszystkich."},
    {"cs",
     "Přístav byl kvůli bouři dva dny zavřený a nikdo na molu nevěděl, kdy trajekt "
     "přijede, ale káva byla a také se zpívalo, jak je zvykem."},
    {"sk?", "Prístav bol pre búrku dva dni zatvorený a nikto na móle nevedel, kedy "
            "trajekt príde, ale káva bola a tiež sa spievalo, ako je zvykom."},
    {"sl?", "Pristanišče je bilo zaradi nevihte dva dni zaprto in nihče na pomolu ni "
            "vedel, kdaj bo prišel trajekt, a kava je bila tudi za vse."},
    {"hu",
     "A kikötő két napig zárva volt a vihar miatt, és senki sem tudta a rakparton, "
     "hogy mikor jön a komp, de volt már kávé is."},
    {"ro", "Portul a fost închis două zile din cauza furtunii și nimeni de pe chei nu "
           "știa când va veni feribotul, dar era cafea pentru toți."},
    {"tr", "Liman fırtına nedeniyle iki gün kapalı kaldı ve rıhtımda kimse vapurun ne "
           "zaman geleceğini bilmiyordu, ama herkes için kahve vardı ve bu çok iyi "
           "oldu."},
    {"id?",
     "Pelabuhan itu ditutup dua hari karena badai, dan tidak ada orang di dermaga "
     "yang tahu kapan kapal feri akan datang."},
    {"vi", "Cảng đã đóng cửa hai ngày vì bão, và không ai trên bến biết khi nào phà sẽ "
           "đến, nhưng có cà phê cho những người đợi."},
    {"lv?",
     "Osta vētras dēļ bija slēgta divas dienas, un neviens piestātnē nezināja, kad "
     "nāks prāmis, bet kafija bija visiem."},
    {"lt?",
     "Uostas dėl audros buvo uždarytas dvi dienas, ir niekas krantinėje nežinojo, "
     "kada atplauks keltas, bet kavos buvo visiems."},
    {"is?", "Höfnin var lokuð í tvo daga vegna stormsins og enginn á bryggjunni vissi "
            "hvenær ferjan kæmi, en það var kaffi til fyrir alla."},
    {"eo?", "La haveno estis fermita dum du tagoj pro la ŝtormo, kaj neniu sur la kajo "
            "sciis, kiam la pramo venos, sed estis kafo por ĉiuj."},
    {"sw?", "Bandari ilifungwa kwa siku mbili kwa sababu ya dhoruba, na hakuna mtu "
            "aliyejua ni lini kivuko kingekuja katika bandari hii."},
    {"ru", "Порт был закрыт два дня из-за шторма, и никто на причале не знал, когда "
           "придёт паром, но для всех был кофе, как это было и до того."},
    {"uk", "Порт був зачинений два дні через шторм, і ніхто на причалі не знав, коли "
           "прийде пором, але для всіх була кава, як це і до того."},
    {"bg", "Пристанището беше затворено за два дни заради бурята и никой на кея не "
           "знаеше кога ще дойде фериботът, но кафе имаше и това беше добре."},
    {"sr?", "Лука је била затворена два дана због олује и нико на кеју није знао када "
            "ће доћи трајект, али је кафе било за све који су чекали."},
    {"ar", "أغلق الميناء يومين بسبب العاصفة ولم يعرف أحد على الرصيف متى تصل العبارة، "
           "لكن القهوة كانت في كل مكان من هذا الرصيف إلى ذلك."},
    {"fa",
     "بندر به خاطر طوفان دو روز بسته شد و هیچ کس در اسکله نمی دانست که کشتی کی می "
     "آید، اما برای همه قهوه بود و این خوب است."},
    {"ur?",
     "طوفان کی وجہ سے بندرگاہ دو دن بند رہی اور گھاٹ پر کسی کو نہیں معلوم تھا کہ "
     "کشتی کب آئے گی، لیکن سب کے لیے کافی تھی۔"},
    {"he",
     "הנמל היה סגור במשך יומיים בגלל הסערה, ואיש על הרציף לא ידע מתי תגיע המעבורת, "
     "אבל היה קפה לכולם."},
    {"hi?", "तूफान के कारण बंदरगाह दो दिन बंद रहा और घाट पर किसी को नहीं पता था कि नाव कब "
            "आएगी, लेकिन सब के लिए चाय थी।"},
    {"mr?", "वादळामुळे बंदर दोन दिवस बंद होते आणि बोट कधी येईल हे धक्क्यावर कोणालाही माहीत "
            "नव्हते, मात्र चहा सर्वांना होता."},
    {"el", "Το λιμάνι έμεινε κλειστό δύο ημέρες."},
    {"th", "ท่าเรือปิดสองวันเพราะพายุ"},
    {"ja", "港は嵐のため二日間閉鎖された。"},
    {"ko", "항구는 폭풍 때문에 이틀 동안 닫혔다."},
    {"zh-Hans", "港口因风暴关闭了两天，这个码头没有人知道渡船什么时候来。"},
    {"zh-Hant", "港口因風暴關閉了兩天，這個碼頭沒有人知道渡船什麼時候來。"},
};

static void sentences_are_told(void **state)
{
    (void)state;
    CHECK(sentences);
}

/* What says too little, or is in a language that is not known, is left alone. */
static void silence(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "OK 12",
        "Dow Jones 34,012.10 +1.2%, Nasdaq 15,003.20 -0.4%, FTSE 7,401.55 +0.1%",
        "Manchester United 2 Liverpool 1, Arsenal 0 Chelsea 0, Leeds 3 Everton 3",
        "Ada Holm, Ines Alba, Tom Reed, Jo Brand, Kim Roe, Maria Silva, Juan Perez",
        /* Croatian, Serbian and Bosnian share all of this */
        "Luka je bila zatvorena dva dana zbog oluje i nitko na rivi nije znao kada će "
        "doći "
        "trajekt, ali je kava bila za sve koji su čekali kao i prije.",
        /* Hausa, Quechua, Samoan */
        "An rufe tashar jirgin ruwa har kwana biyu saboda guguwa kuma babu wanda ya "
        "san "
        "lokacin da jirgin zai zo.",
        "Wayrarayku iskay p'unchaw wisq'asqa karqan, manataqmi pipas yacharqanchu "
        "hayk'aq "
        "chayamunanta.",
        "Sa tapunia le taulaga mo aso e lua ona o le afa ma e leai se tasi na iloa le "
        "taimi "
        "e sau ai le vaa.",
        "Ваҙҙа порт ике көн ябыҡ торҙо, паром ҡасан килерен бер кем дә белмәне.",
    };
    unsigned wrong = 0;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        const char *got = nb_lang_guess(nb_str_of(texts[i]));
        if (got)
            print_error("taken for %s: %s\n", got, texts[i]);
        wrong += got != NULL;
    }
    assert_int_equal(wrong, 0);
}

/* A few foreign words do not change the language of what stands around them. */
static void mixtures(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"en",
         "“Der Hafen ist zu”, said the sign, and it was the only one that the tourists "
         "on the quay could not read, which was a pity for them."},
        {"de",
         "„The harbour is closed“ stand auf dem Schild, und das war das einzige, das "
         "die Gäste auf dem Kai nicht lesen konnten."},
        {"fr", "« The harbour is closed », disait le panneau, et c'est le seul que les "
               "visiteurs ne pouvaient pas lire sur le quai, dans la nuit."},
    };
    CHECK(samples);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_are_told),
        cmocka_unit_test(silence),
        cmocka_unit_test(mixtures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
