/** Letters that stand in for Latin ones, a to z, so that a pseudo-translation is in the script of its language. */

const SCRIPTS = {
  latin: 'áƀçđéƒğĥíĵķłɱñóþɋřšŧúṽŵẋýž',
  // Letters of Urdu (ی ک ہ), which look-alikes of Arabic (ي ك ه) are not.
  urdu: 'ابچدیفگہیجکلمنوپقرستاوؤخیز',
  arabic: 'ابتديفجهيجكلمنوبقرستاوؤخيز',
  cyrillic: 'абкдефгхийклмнопярстувщжыз',
  devanagari: 'कबचदफगहजतलमनपरसटवखघझठडढणथध',
  bengali: 'কবচদফগহজতলমনপরসটভখঘঝঠডঢণথধ',
  han: '机器人学习控制系统模型数据节点图像坐标运动规划感知力',
  kana: 'あいうえおかきくけこさしすせそたちつてとなにぬねのは',
  hangul: '가나다라마바사아자차카타파하거너더러머버서어저처커터',
} as const;

/** Name of an alphabet of stand-ins. */
export type PseudoScript = keyof typeof SCRIPTS;

const SCRIPT_OF_LANGUAGE: Readonly<Record<string, PseudoScript>> = {
  ur: 'urdu',
  ar: 'arabic',
  ru: 'cyrillic',
  hi: 'devanagari',
  bn: 'bengali',
  zh: 'han',
  ja: 'kana',
  ko: 'hangul',
};

/** The script that a language is written in; Latin for those that are not listed. */
export const scriptOf = (language: string): PseudoScript =>
  SCRIPT_OF_LANGUAGE[language.split('-')[0]?.toLowerCase() ?? ''] ?? 'latin';

const FIRST_LETTER = 'a'.charCodeAt(0);

/** Puts the stand-ins of a script in the place of Latin letters. */
export function standIn(text: string, script: PseudoScript): string {
  const letters = Array.from(SCRIPTS[script]);
  return text.replace(/[a-z]/gi, (letter) => {
    const place = letter.toLowerCase().charCodeAt(0) - FIRST_LETTER;
    const other = letters[place] ?? letter;
    return letter === letter.toLowerCase() ? other : other.toUpperCase();
  });
}
