import { normalizeText } from './text-normalization.ts';

/**
 * Roots of verbs that are asked about. A closed list: the endings of the infinitive and of the participle are ends of
 * nouns as well (نمونہ, نمونے), so that without it "sample" would lose its last consonant.
 */
const VERB_ROOTS: ReadonlySet<string> = new Set(
  normalizeText(
    `چل چلا ناپ نکل نکال بن بنا مل ملا دیکھ دکھا دکھ سیکھ سکھا بھیج سن سنا پڑھ پڑھا لکھ لکھا رکھ گر گرا اٹھ اٹھا بتا سمجھ
    سمجھا پہنچ پہنچا بدل روک رک چن کھول کھل جوڑ جڑ توڑ ٹوٹ پھیر پھر گھوم گھما ہل ہلا دب دبا کھینچ دھکیل بھول ڈھونڈ پوچھ
    ڈال ہٹ ہٹا بڑھ بڑھا گھٹ گھٹا تول گن پھینک پکڑ چھوڑ چھوٹ چڑھ اتر اتار بیٹھ سوچ دوڑ دوڑا بھاگ کھیل ٹکرا بچ بچا بھر جان
    مان پہچان سنبھال بانٹ کاٹ جل جلا مٹ مٹا گزر گزار بہ بہا اڑ اڑا لگ لگا پھیل پھیلا سہ اپنا گھس چمک جھک جھکا لوٹ لوٹا
    پلٹ مڑ موڑ ٹھہر ٹھیر سدھار سلجھا نبھا دہرا آزما چھو لا پا`,
  ).split(/\s+/u),
);

/** Endings of verbs, the longest first; as `normalizeText` writes them. */
const VERB_ENDINGS = 'وںگا وںگی ییے ییں یے یں وں اوں تیں نا نے نی تا تے تی یا ے ی و ا'
  .split(' ')
  .toSorted((a, b) => b.length - a.length);
/** A root that ends in a long vowel may be the causative of another: چلا of چل. */
const CAUSATIVE = 'ا';

/** Plural and oblique endings of nouns with what has to stay before each, in characters; the longest first. */
const NOUN_ENDINGS: readonly (readonly [ending: string, stays: number])[] = [
  ['یوں', 2],
  ['یاں', 2],
  ['ییں', 2],
  ['اوں', 2],
  ['وں', 2],
  ['یں', 2],
  ['ات', 4],
];
/** A vowel at the end changes with gender, number and case: کیمرا, کیمرے. */
const FINAL_VOWEL = /(?<=..)[اہےی]$/u;
/** Shorter words are left as they are. */
const SHORTEST = 3;

/** Nouns, adjectives and adverbs of everyday speech, as `normalizeText` writes them. */
const EVERYDAY_WORDS: ReadonlySet<string> = new Set(
  normalizeText(
    `دیر وقت دن رات آج کل ابھی سال ماہ ہفتہ گھنٹہ منٹ بات لوگ آدمی جگہ گھر پانی چیز بڑا چھوٹا اچھا برا نیا پرانا زیادہ کم پہلا
    آخر بعد اوپر نیچے اندر باہر دور قریب آگے پیچھے سب سارا پورا آدھا کوئی کبھی ہمیشہ جلد تیز آہستہ آسان مشکل ٹھیک صحیح غلط
    دو تین چار پانچ بار دفعہ نام سوال جواب مسئلہ حل مدد شروع ختم ممکن`,
  )
    .split(/\s+/u)
    .map(nounStem),
);
/** How common the words above and the verbs are, on the scale of `everydayCommonness`. */
const EVERYDAY = 0.6;

/** Says how common a normalized Urdu word is in everyday speech: as {@link everydayCommonness} of English. */
export function urduCommonness(word: string): number {
  return verbRoot(word) !== undefined || EVERYDAY_WORDS.has(nounStem(word)) ? EVERYDAY : 0;
}

/** Brings a normalized Urdu word to one form for its genders, numbers, cases and tenses. */
export function stemUrdu(word: string): string {
  if (word.length < SHORTEST) return word;
  return verbRoot(word) ?? nounStem(word);
}

function verbRoot(word: string): string | undefined {
  if (VERB_ROOTS.has(word)) return baseRoot(word);
  for (const ending of VERB_ENDINGS) {
    if (!word.endsWith(ending)) continue;
    const root = word.slice(0, -ending.length);
    if (VERB_ROOTS.has(root)) return baseRoot(root);
  }
  return undefined;
}

function baseRoot(root: string): string {
  const base = root.slice(0, -CAUSATIVE.length);
  return root.endsWith(CAUSATIVE) && VERB_ROOTS.has(base) ? base : root;
}

function nounStem(word: string): string {
  const found = NOUN_ENDINGS.find(([ending, stays]) => word.endsWith(ending) && word.length - ending.length >= stays);
  return found === undefined ? word.replace(FINAL_VOWEL, '') : word.slice(0, -found[0].length);
}
