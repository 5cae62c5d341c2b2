/** Finds what a question about a selected text is about. "Explain this more simply" is about the selection alone. Pure. */

/** Words that hold sentences together. */
const FUNCTION_WORDS =
  'a an and any are as at be been but by can could did do does doing for from get give go got had has have he her him ' +
  'his how i if in into is it its just like let me mine more most much my no not of off on one ones or other our out ' +
  'please pls she should so some than that the their them then there these they this those to too up us very was we ' +
  'were what when where which while who why will with without would you your yours am about here really only also ' +
  'don doesn didn isn aren wasn can won couldn wouldn shouldn s t re ve ll d m ok okay hi hello thanks thank';
/** Words that ask for an explanation, and words for the text that is explained. */
const ASKING_WORDS =
  'explain explained explaining explanation simply simple simpler simplify simplified easy easier easily plain short ' +
  'shorter shortly brief briefly long longer detail details detailed deeper better clear clearer clearly clarify again ' +
  'rephrase reword summarize summarise summary summed sum elaborate expand describe tell show say says said saying ask ' +
  'asking help mean means meaning meant understand understood understanding confused confusing confuse lost stuck ' +
  'unclear know idea practice practical practically example examples instance word words term terms language english ' +
  'urdu text part parts paragraph passage sentence sentences section line lines row table cell formula equation bit ' +
  'piece point halfway middle somewhere bullet selection selected quote thing things stuff beginner beginners dummy ' +
  'dummies kid child five eli5 old year years way want need try follow make makes sense happening happens going talking ' +
  'follow important matter matters why purpose';
/** The same in Urdu, in both scripts. */
const URDU_WORDS =
  'yeh ye is iska iski iske us ka ki ke ko se mein main me hai hain ho kya kaise kaisay kyun kyon kyu matlab samajh ' +
  'samjhao samjhaen samjhaein samjha samjhain asaan aasan asan alfaz lafzon wazahat kar karo karein karen kijiye misal ' +
  'dein den do mujhe nahi nahin aaya aayi ayi zara thora aur phir ' +
  'یہ اس اسے اسکا ان کا کی کے کو سے میں پر ہے ہیں ہو ہوتا ہوتی کیا کیسے کیوں مطلب معنی سمجھ سمجھا سمجھائیں سمجھاؤ سمجھائیے ' +
  'آسان زیادہ الفاظ لفظوں وضاحت کر کریں کرو کیجیے مثال دیں دو دیجیے مجھے نہیں آیا آئی ذرا تھوڑا اور پھر براہ کرم';

const EMPTY_WORDS: ReadonlySet<string> = new Set([FUNCTION_WORDS, ASKING_WORDS, URDU_WORDS].join(' ').split(' '));

/**
 * Returns the words of a question that name a matter of their own, in order.
 * @returns '' when there are none: the question only points at the selection
 */
export const matterOf = (question: string): string => {
  const words = question.match(/[\p{L}\p{N}\p{M}_]+/gu) ?? [];
  return words.filter((word) => !EMPTY_WORDS.has(word.toLowerCase())).join(' ');
};
