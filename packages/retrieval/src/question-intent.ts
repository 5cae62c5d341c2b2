import { normalizeText } from './text-normalization.ts';

/** Words of greetings, thanks and small talk, in English, Urdu and Roman Urdu. */
const GREETING_WORDS = new Set(
  normalizeText(
    `hello hi hey hiya howdy greetings welcome thanks thank thx cheers bye goodbye ok okay yes no yo sup good morning
    evening afternoon night day nice cool great salam salaam slam assalam assalamu asalam aoa alaikum walaikum adaab
    shukriya shukria meherbani khuda hafiz allah theek haan sir dear friend bot
    سلام السلام علیکم وعلیکم آداب شکریہ مہربانی ہیلو خدا اللہ حافظ ٹھیک جی ہاں مرحبا شكرا नमस्ते धन्यवाद`,
  )
    .toLowerCase()
    .split(/\s+/u),
);

/** Orders to the program instead of questions about the book. */
const ORDERS: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override|bypass|skip)\b.{0,60}\b(?:previous|prior|above|earlier|preceding|all|your|these|system)\b.{0,60}\b(?:instructions?|prompts?|rules?|messages?|guidelines?|directions?)\b/su,
  /\b(?:ignore|disregard|forget)\b.{0,40}\b(?:instructions?|prompts?|rules?|guidelines?)\b.{0,20}\b(?:above|before|earlier|so far|given)\b/su,
  /\b(?:system|hidden|initial|original) (?:prompt|instructions?)\b/u,
  /\byou are (?:now|no longer)\b/u,
  /\b(?:from now on|henceforth)\b.{0,60}\b(?:answer|reply|respond|say|speak|act|ignore)\b/su,
  /^\W*(?:please )?(?:pretend|act as|role-?play|behave as|behave like|imagine you)\b/u,
  /\b(?:jailbreak|developer mode|do anything now)\b/u,
  /^\W*(?:please |can you |could you |i want you to )*(?:write|compose|sing|tell|make up|create|generate)\s+(?:(?:me|us)\s+)?(?:an?|another|some|the)\s+(?:\S+\s+)?(?:poems?|songs?|jokes?|stor(?:y|ies)|essays?|haikus?|limericks?|raps?|lyrics|novels?)\b/u,
  /(?:ہدایات|احکامات|ہدایت).{0,40}نظر ?انداز|نظر ?انداز.{0,40}(?:ہدایات|احکامات)/u,
  /\b(?:hid[ao]y?a+t|instructions?|rules?)\b.{0,40}\b(?:nazar ?andaz|bhool ja|bhul ja|ignore kar)/u,
];

/** Tells whether a text is an order to the program, such as to drop its instructions or to write a poem. */
export function isOrder(question: string): boolean {
  const text = normalizeText(question).toLowerCase();
  return ORDERS.some((pattern) => pattern.test(text));
}

/** Questions about what a word means, and about what tells two things apart; in English, Urdu and Roman Urdu. */
const MEANINGS: readonly RegExp[] = [
  /^\W*(?:so |and |but )?what(?:'s|’s| is| are| was| were) (?!the (?:best|right|first|next|cause|reason|cost|price|rate|size|order)\b)/iu,
  /\bwhat (?:does|do) .{1,80}\bmean\b|\bmeaning of\b|\bdefin(?:e|ition)\b|\bwhat is meant by\b|^\W*explain\b/iu,
  /\bdifferen(?:ce|t)\b.{0,20}\b(?:between|from)\b|\bvs\.?\b|\bversus\b/iu,
  /کیا (?:چیز )?(?:ہے|ہیں|ہوتا|ہوتی|ہوتے)|(?:سے|کا) کیا مراد|سے مراد|کا مطلب|کسے کہتے|میں (?:کیا )?فرق/u,
  /\bk(?:y|i|iy)aa? (?:cheez )?(?:h|he|hai|hain|hen|hy|hota|hoti|hote)\b|\bk(?:a|i) (?:matlab|matlb|mtlb)\b|\bkis(?:e|ay|ko) kehte\b|\bse (?:kya )?mura+d\b|\bm(?:ei|e|ai)n? (?:k(?:y|i)a )?f(?:a|e)rq\b/iu,
];

/** Tells whether a question asks what something is or means, or what tells two things apart. */
export function asksMeaning(question: string): boolean {
  const text = normalizeText(question);
  return MEANINGS.some((pattern) => pattern.test(text));
}

/** Where something is asked about, at either end of a question: “in ROS 2”, “ROS 2 میں”, "ros2 mein". */
const PLACES: readonly RegExp[] = [
  /\s(?:in|within|inside) (?:the |a )?[\p{L}\p{N} ]{1,30}\W*$/iu,
  /^\W*[\p{L}\p{N} ]{1,30}?\s(?:میں|m(?:ei|e|ai)n?)\s/iu,
  /(?<=\s(?:ہے|ہیں|hai|hain|he|hota|hoti|hote))\s+[\p{L}\p{N} ]{1,30}?\s(?:میں|m(?:ei|e|ai)n?)\W*$/iu,
];
/** Two things that are told apart stand where a place would. */
const TELLS_APART = /فرق|\bf[ae]rq\b|\bdifferen/iu;

/** Takes the place out of a question about what something is: “What is a topic in ROS 2?” asks for the topic. */
export function withoutPlace(question: string): string {
  const text = normalizeText(question);
  if (TELLS_APART.test(text)) return text;
  return PLACES.reduce((rest, place) => rest.replace(place, ' '), text);
}

/** Tells whether a normalized word belongs to a greeting or to thanks. */
export function isGreetingWord(word: string): boolean {
  return GREETING_WORDS.has(word);
}
