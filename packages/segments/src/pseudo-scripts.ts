/** With what letters the pseudo-translations of each language are written. */
import type { SupportedLanguage } from '@lectern/contracts';

/** How pseudo-words of a language look. */
export interface PseudoScript {
  /** Letters that words are made of; empty where the source's letters are marked. */
  readonly letters: string;
  /** Most letters of a word; without it as many as the source's word. */
  readonly wordLength?: number;
  /** The source's letters with the language's marks: a → à. */
  readonly marks?: Readonly<Record<string, string>>;
  /** Marks at the end of a clause. */
  readonly punctuation: Readonly<Record<string, string>>;
  /** Blanks part words. */
  readonly isSpaced: boolean;
}

function marked(marks: Readonly<Record<string, string>>): PseudoScript {
  return { letters: '', marks, punctuation: {}, isSpaced: true };
}

const ARABIC_MARKS = { ',': '\u060C', ';': '\u061B', '?': '\u061F' };
const CJK_MARKS = { '.': '\u3002', ',': '\uFF0C', ';': '\uFF1B', '?': '\uFF1F' };

/** By language. */
export const PSEUDO_SCRIPTS: Readonly<Record<SupportedLanguage, PseudoScript>> = {
  en: marked({ a: 'ǻ', e: 'ė', i: 'ï', o: 'ø', u: 'ů', y: 'ÿ' }),
  es: marked({ a: 'á', e: 'é', i: 'í', o: 'ó', u: 'ú', n: 'ñ' }),
  fr: marked({ a: 'à', e: 'ê', i: 'î', o: 'ô', u: 'ù', c: 'ç' }),
  de: marked({ a: 'ä', o: 'ö', u: 'ü', e: 'eß', i: 'ie' }),
  pt: marked({ a: 'ã', e: 'é', i: 'í', o: 'õ', u: 'ú', c: 'ç' }),
  it: marked({ a: 'à', e: 'è', i: 'ì', o: 'ò', u: 'ù' }),
  id: marked({ a: 'ang', e: 'é', i: 'iny', o: 'o-o', u: 'uk' }),
  ur: {
    letters: 'اےکہپنرتسموںبچڈگلیڑٹشخدھ',
    punctuation: { ...ARABIC_MARKS, '.': '\u06D4' },
    isSpaced: true,
  },
  ar: { letters: 'اليمنرةكأبتسوعدحفقطشجى', punctuation: ARABIC_MARKS, isSpaced: true },
  hi: { letters: 'कमलनरसतपबगदहयवचजटथधफ', punctuation: { '.': '\u0964' }, isSpaced: true },
  bn: { letters: 'কমলনরসতপবগদহযচজটথধফশ', punctuation: { '.': '\u0964' }, isSpaced: true },
  ru: { letters: 'аоеинтсрвлкмдпуяызбгчйхжшюцщэф', punctuation: {}, isSpaced: true },
  zh: {
    letters: '机器人感知控制运动学习模型数据系统环境测量时间',
    wordLength: 2,
    punctuation: CJK_MARKS,
    isSpaced: false,
  },
  ja: {
    letters: 'のはをにがとでもるすロボット感知制御動作学習',
    wordLength: 3,
    punctuation: { ...CJK_MARKS, ',': '\u3001' },
    isSpaced: false,
  },
  ko: { letters: '로봇센서의가을를에서하는다고지제어학습모델운동', wordLength: 3, punctuation: {}, isSpaced: true },
};
