import { normalizeText } from './text-normalization.ts';

const wordSet = (text: string): ReadonlySet<string> =>
  new Set(
    normalizeText(text)
      .toLowerCase()
      .split(/\s+/u)
      .filter((word) => word !== ''),
  );

/** Words that carry no subject and are left out of the index: articles, prepositions, forms of "to be". */
export const ENGLISH_STOP_WORDS = wordSet(
  `a an and are as at be but by for if in into is it no not of on or such that the their then there these they this
  to was will with`,
);

/** Words of English questions and requests that say nothing about the subject; dropped from questions. */
export const ENGLISH_FUNCTION_WORDS: ReadonlySet<string> = new Set([
  ...ENGLISH_STOP_WORDS,
  ...wordSet(
    `what which who whom whose when where why how does do did done doing can could should would shall may might must
    am were been being has have had having i me my mine we us our ours you your yours he him his she her hers its
    them theirs those here from about than so too very just only also any some all each every both few more most
    other another own same s t re ve ll d m don doesn didn isn aren wasn weren won wouldn couldn shouldn can't
    tell explain describe show give please want need know mean means meant meaning say says said let get gets got
    getting make makes made use used using happen happens because while during before after above below between out
    off over under again further once up down through against until upon vs versus etc e.g ie like thing things way
    ways one someone something anything everything much many define definition difference differences compare
    purpose actually really think help work works question answer there's what's i'm going`,
  ),
]);

/** Function words of languages in scripts of their own; they meet no word of another language. */
const OWN_SCRIPT_FUNCTION_WORDS: ReadonlySet<string> = wordSet(
  `کیا ہے ہیں ہوں ہو ہوتا ہوتی ہوتے تھا تھی تھے گا گی گے کا کی کے کو میں سے پر نے تک اور یا بھی ہی تو نہیں نہ مت
  یہ وہ اس ان جو جس جن کون کونسا کونسی کونسے کس کن کسی کچھ کیسے کیسا کیسی کیوں کب کہاں کتنا کتنی کتنے ایک
  کام کر کرتا کرتی کرتے کرنا کرنے کریں کرو کیجیے کیجئے لیے لئے ساتھ بارے متعلق درمیان فرق مطلب بتائیں بتاؤ بتائیے
  سمجھائیں مجھے ہمیں ہم آپ اپنا اپنی اپنے جب اگر مگر لیکن پھر چاہیے چاہئے سکتا سکتی سکتے جاتا جاتی جاتے والا
  والی والے رہا رہی رہے گیا گئی گئے ہوا ہوئی ہوئے دیں کہ ہونا ہونے کروں کروں گا کرے کرتے کہتے کہتی کہا کسے مراد پاس
  صرف چیز چیزیں طرح طریقہ طریقے ضرورت ضروری استعمال اسے انہیں انھیں میرا میری میرے ہمارا ہماری ہمارے ان کا جائے جائیں
  جا رہ بجائے دوران ذریعے بغیر وجہ سمجھاؤ سمجھائیے وضاحت ذرا براہ کرم پلیز ہاں جناب سر کوئی آ آتا آتی آتے آیا آئے آئی دیجیے دیجئے کونسے معلوم
  في من على إلى عن مع هذا هذه ذلك تلك الذي التي الذين ما ماذا هل كيف لماذا متى أين كم أي أية هو هي هم كان كانت
  يكون تكون قد لقد لا لم لن إن أن أو و ثم بين بعد قبل عند كل بعض غير هناك هنا لماذا ماهو ماهي
  क्या है हैं हूँ था थी थे होता होती होते का की के को में से पर ने तक और या भी ही तो नहीं न यह वह ये वे इस उस इन उन
  जो जिस कौन किस किसने किसका किसकी किसके कैसे कैसा कैसी क्यों कब कहाँ कहां कितना कितनी कितने एक काम कर करता करती करते करना करने
  लिए साथ बारे द्वारा गया गई गए हुआ हुई हुए रहा रही रहे एवं तथा कि कौनसा कौनसी कुछ किसी अपने अपनी अपना जब तब
  и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее мне было вот от меня
  еще нет о из ему когда даже ну ли если уже или ни быть был была были него до вас вам сказал там потом себя для мы
  тебя их чем сам чтоб без чего раз тоже под кто этот эта это эти того какой какая какое какие каких каким какую
  каком сколько где почему зачем кому кого кем чей который которая которое которые которых при об над также является
  και το η ο τα οι του της των τον την με σε για από που πως τι ποιος ποια ποιο πότε πού γιατί πόσο πόσοι είναι ήταν
  的 了 是 在 和 与 或 也 都 就 而 及 什么 哪个 哪些 哪里 哪儿 哪种 哪一 哪位 谁 多少 几个 如何 怎么 怎样 为什么 是否 什麼
  という とは です ます した する ある いる この その から まで より など もの こと ため どの どこ なに なぜ いつ どう
  どのような どのように だれ 何 何が 誰 いくつ どれ ですか ますか ました でした ません される された として について によって`,
);

/** Function words of languages in Latin letters; used only where a question is seen to be in that language. */
const LATIN_FUNCTION_WORDS = {
  romanUrdu: wordSet(
    `kya kia kyaa hai hain hei hay hun hoon hota hoti hote tha thi thay ga gi gay ka ki ke kay ko kaam mein mai me main se
    par pe per tak ne aur ya bhi hi to tou nahi nahin nai na mat ye yeh yai wo woh is us in un jo jis kaun kon konsa
    konsi konse kis kin kisi kuch kuchh kaise kese kaisay kaisa kaisi kyun kyon kyu kiun kab kahan kidhar kitna kitni
    kitne ek aik kar karta karti karte kartay karna karne karnay karen karein karo kijiye liye liay liey saath sath
    baare bare mutaliq darmiyan darmian farq matlab batao bataen batain bataye bataiye samjhao samjhaen samjhain mujhe
    mujhay hum hame humein aap ap apna apni apne jab agar magar lekin phir chahiye chahie sakta sakti sakte saktay jata
    jati jate wala wali wale raha rahi rahe gaya gayi gaye hua hui hue ho dein do hoga hogi honge
    kiya he hen hy hu hun hoo hona hone or o ku kyoon kyo kesay kesey kesy kay k keh pay sy si kr kro krna krne krta
    krte krti krein krun karun karoon karon karu kru karta kartey hen jae jaye jaen jayen ja chahye chahiay chahie
    chaiye zaroorat zarurat zarorat zaroori zaruri istemal istimal istamal mera meri mere hamara hamari hamare unka
    unki unke inka inki iska iski iske uska uski uske isko usko unko inko ise isay usay kise kisay kehte kehtay
    kehta kahte pas paas sirf cheez cheezen tarah tareeqa tareeka tariqa tarika wajah waja bajaye bajae jaga jagah
    koi koyi ata aata ati aati ate aate aya aaya zariye baghair matlb mtlb mtlab murad muraad btao btaen bta bata batain samjhain samjhaen wazahat zara zra bhi b na
    nae naa kuch kch rha rhi rhe rahay gae gya gyi kaunsa kaunsi kaunse konse konsay kitnay liya lye lie liyay keliye`,
  ),
  de: wordSet(
    `der die das den dem des ein eine einen einem einer eines und oder aber nicht ist sind war waren wird werden wurde
    wurden hat haben hatte hatten kann können konnte sein seine seiner seinen ihr ihre ihren ihrer in im an am auf aus
    bei mit nach von vom zu zum zur für über unter vor durch gegen um als wie was wer wen wem wann wo warum wieso
    weshalb welche welcher welches welchen welchem wieviel viele viel dass daß es er sie wir ich du man sich auch nur
    noch so dieser diese dieses diesen diesem bis seit ohne zwischen wenn`,
  ),
  tr: wordSet(
    `ve veya ile bir bu şu o da de ki mi mı mu mü ne nedir neydi nerede nereye nereden neden niçin nasıl hangi
    hangisi kim kime kimin kimdir kaç kadar için gibi daha en çok olan olarak olduğu olduğunu oldu olur var yok değil
    ise idi ama fakat ancak hem her bazı tüm sonra önce göre tarafından zaman`,
  ),
  es: wordSet(
    `el la los las un una unos unas y o u pero no de del al a en con por para sin sobre entre hasta desde que qué
    quién quiénes cuál cuáles cuándo cuánto cuántos cuánta cuántas cómo dónde por porque es son era eran fue fueron
    ser está están ha han había se su sus lo le les como más muy ya también este esta estos estas ese esa`,
  ),
  fr: wordSet(
    `le la les l un une des du de d et ou mais ne pas est sont était étaient être a ont avait avaient au aux en dans
    sur sous avec sans pour par entre que qu qui quoi dont où quand comment pourquoi combien quel quelle quels quelles
    ce cet cette ces c il elle ils elles on nous vous je tu se s son sa ses leur leurs y plus aussi comme fut`,
  ),
  pt: wordSet(
    `o a os as um uma uns umas e ou mas não de do da dos das em no na nos nas com por para sem sobre entre até que
    quê quem qual quais quando quanto quantos quantas como onde porque é são era eram foi foram ser está estão tem têm
    se seu sua seus suas ao aos à às mais também este esta`,
  ),
  it: wordSet(
    `il lo la i gli le un uno una e o ma non di del della dei delle degli da dal dalla in nel nella con su per tra fra
    che chi cosa quale quali quando quanto quanti quante come dove perché è sono era erano fu stato essere ha hanno
    aveva si suo sua suoi sue al alla ai alle anche più`,
  ),
} as const;

/** A language in Latin letters whose function words are known, besides English. */
export type LatinLanguage = keyof typeof LATIN_FUNCTION_WORDS;

const LATIN_LANGUAGES = Object.entries(LATIN_FUNCTION_WORDS) as [LatinLanguage, ReadonlySet<string>][];
/** Fewer function words than this are taken for chance. */
const MINIMUM_EVIDENCE = 2;

/**
 * Names the language of words in Latin letters by their function words; `en` or `undefined` (too little to tell) when
 * no other language has at least two and more than English.
 */
export function detectLatinLanguage(words: Iterable<string>): LatinLanguage | 'en' | undefined {
  let english = 0;
  const counts = new Map<LatinLanguage, number>();
  for (const word of words) {
    if (ENGLISH_FUNCTION_WORDS.has(word)) english++;
    for (const [language, set] of LATIN_LANGUAGES) {
      if (set.has(word)) counts.set(language, (counts.get(language) ?? 0) + 1);
    }
  }
  let best: LatinLanguage | undefined;
  let bestCount = 0;
  for (const [language] of LATIN_LANGUAGES) {
    const count = counts.get(language) ?? 0;
    if (count > bestCount) {
      best = language;
      bestCount = count;
    }
  }
  if (best !== undefined && bestCount >= MINIMUM_EVIDENCE && bestCount > english) return best;
  return english >= MINIMUM_EVIDENCE ? 'en' : undefined;
}

/** Tells whether a word of a question in the given language says nothing about its subject. */
export function isFunctionWord(word: string, language: LatinLanguage | 'en' | undefined): boolean {
  if (ENGLISH_FUNCTION_WORDS.has(word) || OWN_SCRIPT_FUNCTION_WORDS.has(word)) return true;
  return language !== undefined && language !== 'en' && LATIN_FUNCTION_WORDS[language].has(word);
}
