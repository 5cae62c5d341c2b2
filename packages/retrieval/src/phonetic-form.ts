/**
 * How Urdu words sound, whether written in Arabic script or in Latin letters: the consonants with what stands between
 * them. Roman Urdu has no spelling of its own ("kaise", "kesay"), and Urdu leaves short vowels out; the consonants stay.
 */

/** A word as it sounds. */
export interface PhoneticForm {
  /** The consonants, one letter for those that Roman Urdu does not tell apart. */
  readonly consonants: string;
  /** What stands before, between and behind the consonants: one more than there are consonants. */
  readonly vowels: readonly string[];
}

/** Consonants of Urdu, as `normalizeText` writes them; letters of one sound together. */
const URDU_CONSONANTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    b: 'ب',
    p: 'پ',
    t: 'تٹط',
    s: 'ثسصذزضظژ',
    j: 'ج',
    c: 'چ',
    h: 'حہ',
    k: 'خکق',
    d: 'دڈ',
    r: 'رڑ',
    S: 'ش',
    g: 'غگ',
    f: 'ف',
    l: 'ل',
    m: 'م',
    n: 'نں',
    w: 'و',
    y: 'ی',
  }).flatMap(([sound, letters]) => Array.from(letters, (letter): [string, string] => [letter, sound])),
);
const URDU_VOWELS: ReadonlyMap<string, string> = new Map([
  ['ا', 'a'],
  ['ع', 'a'],
  ['و', 'o'],
  ['ی', 'i'],
  ['ے', 'i'],
]);

/** Groups of Latin letters that are one sound, the longest first; `|` parts sounds that one spelling may be. */
const LATIN_SOUNDS: readonly (readonly [spelling: RegExp, sounds: string])[] = [
  [/^[ts]ion/u, 'Sn'],
  [/^tch|^chh?/u, 'c'],
  [/^sh/u, 'S'],
  [/^ph/u, 'f|p'],
  [/^(?:ck|kh|q)/u, 'k'],
  [/^gh/u, 'g'],
  [/^[td]h/u, ''],
  [/^x/u, 'ks'],
  [/^cc(?=[eiy])/u, 'ks'],
  [/^c(?=[eiy])/u, 's'],
  [/^c/u, 'k'],
  [/^g(?=[eiy])/u, 'g|j'],
  [/^z/u, 's'],
  [/^v/u, 'w'],
];
/** Sounds that are heard at the beginning only: later they are part of a vowel, or of the consonant before them. */
const WEAK = /[hwy]/u;
const LATIN_VOWELS: Readonly<Record<string, string>> = {
  a: 'a',
  e: 'i',
  i: 'i',
  y: 'i',
  o: 'o',
  u: 'o',
  w: 'o',
  v: 'o',
};
const LATIN_WORD = /^[a-z]{2,24}$/u;
const ARABIC_WORD = /^\p{Script=Arabic}{2,24}$/u;

class FormBuilder {
  consonants = '';
  readonly vowels: string[] = [''];

  consonant(sound: string): void {
    this.consonants += sound;
    this.vowels.push('');
  }

  vowel(sound: string): void {
    this.vowels[this.vowels.length - 1] += sound;
  }

  get isEmpty(): boolean {
    return this.consonants === '' && this.vowels[0] === '';
  }
}

function urduForm(word: string): PhoneticForm {
  const form = new FormBuilder();
  for (const letter of word) {
    const sound = URDU_CONSONANTS.get(letter);
    const vowel = URDU_VOWELS.get(letter);
    if (sound !== undefined && (form.isEmpty || !WEAK.test(sound))) form.consonant(sound);
    else if (vowel !== undefined) form.vowel(vowel);
  }
  // Inside of a word an h belongs to the consonant before it; at the end it is a vowel.
  if (word.endsWith('ہ')) form.vowel('a');
  return { consonants: form.consonants, vowels: form.vowels };
}

function* latinForms(word: string, from = 0, before?: FormBuilder): Generator<PhoneticForm> {
  const form = before ?? new FormBuilder();
  for (let at = from; at < word.length; ) {
    const rest = word.slice(at);
    const spelled = LATIN_SOUNDS.find(([spelling]) => spelling.test(rest));
    const length = spelled?.[0].exec(rest)?.[0].length ?? 1;
    const letter = rest.charAt(0);
    // Urdu writes a doubled consonant once.
    if (letter === word.charAt(at - 1) && !/[aeiouc]/u.test(letter)) {
      at++;
      continue;
    }
    const sounds = (spelled?.[1] || letter).split('|');
    if (spelled === undefined && /[aeiou]/u.test(letter)) form.vowel(LATIN_VOWELS[letter] ?? '');
    else {
      for (const other of sounds.slice(1)) {
        const branch = new FormBuilder();
        branch.consonants = form.consonants;
        branch.vowels.splice(0, 1, ...form.vowels);
        pushSounds(branch, other);
        yield* latinForms(word, at + length, branch);
      }
      pushSounds(form, sounds[0] ?? '');
    }
    at += length;
  }
  yield { consonants: form.consonants, vowels: form.vowels };
}

function pushSounds(form: FormBuilder, sounds: string): void {
  for (const sound of sounds) {
    if (form.isEmpty || !WEAK.test(sound)) form.consonant(sound);
    else if (sound !== 'h') form.vowel(LATIN_VOWELS[sound] ?? '');
  }
}

/** How a normalized, lower-cased word may sound; none for what is no word of Latin or Arabic letters. */
export function phoneticForms(word: string): PhoneticForm[] {
  if (LATIN_WORD.test(word)) return Array.from(latinForms(word));
  return ARABIC_WORD.test(word) ? [urduForm(word)] : [];
}

/** What vowels cost that do not fit; each place of a word adds its own. */
const OTHER_VOWEL = 1;
const MISSING_VOWEL = 1;
const LONG_AS_SHORT = 0.5;
/** Vowels of English words that Urdu writes with another letter: the a of "lap", لیپ, and the o of "top", ٹاپ. */
const ENGLISH_VOWELS: ReadonlySet<string> = new Set(['ai', 'oa']);
const AS_IN_ENGLISH = 0.5;

/** Says how far the vowels of a word in Latin letters are from those of an Urdu word of the same consonants; 0: they fit. */
export function vowelDistance(latin: PhoneticForm, urdu: PhoneticForm): number {
  const last = urdu.vowels.length - 1;
  return urdu.vowels.reduce((sum, written, place) => sum + gapCost(latin.vowels[place] ?? '', written, place, last), 0);
}

function gapCost(heard: string, written: string, place: number, last: number): number {
  if (written === '') {
    if (heard === '' || (place === last && heard === 'i')) return 0;
    if (place === 0 || place === last) return MISSING_VOWEL;
    return heard.length > 1 ? LONG_AS_SHORT : 0;
  }
  // Urdu writes one letter for all vowels that a word can begin with.
  if (place === 0) return heard === '' ? MISSING_VOWEL : 0;
  if (heard === '') return MISSING_VOWEL;
  if (Array.from(written).some((vowel) => heard.includes(vowel))) return 0;
  return ENGLISH_VOWELS.has(heard + written) ? AS_IN_ENGLISH : OTHER_VOWEL;
}
