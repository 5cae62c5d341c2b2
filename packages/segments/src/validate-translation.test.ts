import type { SupportedLanguage } from '@lectern/contracts';
import { describe, expect, it } from 'vitest';
import type { GlossaryRule } from './translation-check.ts';
import { validateTranslation } from './validate-translation.ts';

function codes(
  source: string,
  translated: string,
  language: SupportedLanguage = 'ur',
  glossary: GlossaryRule[] = [],
): string[] {
  return validateTranslation({ text: source }, translated, { language, glossary }).map(({ code }) => code);
}

const SOURCE = 'A <g1>node</g1> publishes on <x2/> 10 times a second.';
const URDU = 'ایک <g1>نوڈ</g1> ایک سیکنڈ میں 10 بار <x2/> پر پیغام بھیجتا ہے۔';

describe('a good translation', () => {
  it.each<[SupportedLanguage, string, string]>([
    ['ur', SOURCE, URDU],
    ['ur', 'The rate is 9.81 m/s² at &lt; 5 Hz.', 'شرح 9.81 m/s² ہے، جب تعدد &lt; 5 Hz ہو۔'],
    ['de', 'It weighs 1,234.5 kg in all.', 'Es wiegt insgesamt 1.234,5 kg.'],
    ['fr', 'About 12,000 robots were sold.', 'Environ 12 000 robots ont été vendus.'],
    ['ja', 'The 2nd sensor of the robot measures acceleration.', 'ロボットの二番目のセンサーは加速度を測定します。'],
    ['zh', 'About 10 million robots work in factories.', '大约有1000万台机器人在工厂工作。'],
    ['ko', 'Start <x1/> and read the log.', '<x1/>를 시작하고 로그를 읽으세요.'],
    ['ar', 'The accelerometer measures specific force.', 'يقيس مقياس التسارع القوة النوعية.'],
    ['ru', 'The loop runs at 100 Hz, every 10 ms.', 'Цикл работает на 100 Гц, каждые 10 мс.'],
    ['hi', 'The controller reads each sensor.', 'नियंत्रक हर सेंसर को पढ़ता है।'],
    ['bn', 'The controller reads each sensor.', 'নিয়ন্ত্রক প্রতিটি সেন্সর পড়ে।'],
    ['ur', 'ROS 2 Jazzy on Ubuntu 24.04', 'ROS 2 Jazzy on Ubuntu 24.04'],
    ['es', 'See the docs at www.ros.org for more.', 'Consulte la documentación en www.ros.org para saber más.'],
  ])('passes in %s: %s', (language, source, translated) => {
    expect(codes(source, translated, language)).toEqual([]);
  });
});

describe('placeholders', () => {
  it.each([
    ['a lost one', URDU.replace('<x2/>', ''), 'placeholders'],
    ['a doubled one', `${URDU} <x2/>`, 'placeholders'],
    ['one of its own', `${URDU} <x9/>`, 'placeholders'],
    ['a pair that is not closed', URDU.replace('</g1>', ''), 'nesting'],
    ['a pair closed before it opens', URDU.replace('<g1>نوڈ</g1>', '</g1>نوڈ<g1>'), 'nesting'],
    ['a tag', `${URDU} <b>اور</b>`, 'markup'],
    ['a bare ampersand', `${URDU} &`, 'markup'],
    ['an entity', `${URDU} &quot;`, 'markup'],
    ['an escaped tag', `${URDU} &lt;script&gt;`, 'markup'],
    ['Markdown', `${URDU} **اور**`, 'markup'],
    ['code in backticks', `${URDU} \`اور\``, 'markup'],
  ])('finds %s', (_name, translated, code) => {
    expect(codes(SOURCE, translated)).toContain(code);
  });

  it('may change their order', () => {
    expect(codes('From <x1/> to <x2/> it goes on.', '<x2/> تک <x1/> سے یہ جاری رہتا ہے۔')).toEqual([]);
  });

  it('finds pairs that cross', () => {
    expect(codes('<g1>a <g2>b</g2></g1>', '<g1>الف <g2>ب</g1></g2>')).toEqual(['nesting']);
  });
});

describe('what must not come in', () => {
  it.each([
    ['an address', `${URDU} https://evil.example/x`, 'addresses'],
    ['an address without scheme', `${URDU} www.evil.example`, 'addresses'],
    ['an e-mail address', `${URDU} a.b@evil.example`, 'addresses'],
    ['a control character', `${URDU}\u0007`, 'controlCharacters'],
    ['a line separator', `${URDU}\u2028`, 'controlCharacters'],
    ['a byte order mark', `\uFEFF${URDU}`, 'controlCharacters'],
    ['half a character', `${URDU}\uD83D`, 'controlCharacters'],
    ['damage', `${URDU}\uFFFD`, 'controlCharacters'],
    ['an override', `\u202E${URDU}\u202C`, 'directionControls'],
    ['an open isolate', `\u2067${URDU}`, 'directionControls'],
    ['a second paragraph', `${URDU}\n\n${URDU}`, 'paragraphs'],
  ])('finds %s', (_name, translated, code) => {
    expect(codes(SOURCE, translated)).toContain(code);
  });

  it('takes closed isolates, a flag, and the source’s own address', () => {
    expect(codes(SOURCE, URDU.replace('10', '\u206810\u2069'))).toEqual([]);
    expect(codes('🏴\u{E0067}\u{E0062}\u{E007F} a', '🏴\u{E0067}\u{E0062}\u{E007F} الف')).toEqual([]);
    expect(codes('Write to a@b.example now.', 'ابھی a@b.example۔ پر لکھیں۔')).toEqual([]);
  });
});

describe('wording', () => {
  const long = 'The controller reads the sensor a hundred times and writes each value to the log file.';
  it.each<[string, string, string, SupportedLanguage, string]>([
    ['a cut answer', long, 'کنٹرولر', 'ur', 'length'],
    ['an answer that goes on', 'The robot stops at the wall.', 'روبوٹ دیوار پر رکتا ہے۔ '.repeat(12), 'ur', 'length'],
    ['nothing', 'Robot', '', 'ur', 'length'],
    ['a missing end', long, 'کنٹرولر سینسر کو سو بار پڑھتا ہے اور ہر قدر لاگ فائل میں', 'ur', 'ending'],
    ['a preamble', long, `Here is the translation: ${'کنٹرولر سینسر پڑھتا ہے۔ '.repeat(3)}`, 'ur', 'commentary'],
    [
      'a preamble in the language',
      long,
      `翻译：${'控制器读取传感器一百次，并将每个值写入日志文件。'}`,
      'zh',
      'commentary',
    ],
    ['a refusal', long, "I'm sorry, I cannot translate this text about the controller.", 'es', 'commentary'],
    ['a note', long, 'El controlador lee el sensor y escribe cada valor. (Note: log = registro)', 'es', 'commentary'],
    ['the source again', long, long, 'es', 'untranslated'],
    [
      'English in the middle',
      long,
      'Controlador reads the sensor and writes each value to the log.',
      'es',
      'untranslated',
    ],
    [
      'a part left in English',
      long,
      'کنٹرولر سینسر کو سو بار پڑھتا ہے and writes each value to the log file۔',
      'ur',
      'untranslated',
    ],
    ['another script', long, 'El controlador lee el sensor cien veces y escribe cada valor.', 'ru', 'script'],
    ['Arabic for Urdu', long, 'يقرأ المتحكم المستشعر مئة مرة ويكتب القيم في السجل.', 'ur', 'urduLetters'],
    ['Urdu for Arabic', long, 'کنٹرولر سینسر کو سو بار پڑھتا ہے اور ہر قدر لاگ میں لکھتا ہے۔', 'ar', 'letters'],
    ['Chinese for Japanese', long, '控制器读取传感器一百次，并将每个值写入日志文件，然后继续。', 'ja', 'letters'],
    ['Arabic letters in Urdu', 'A robot', 'يہ روبوٹ', 'ur', 'urduLetters'],
    ['digits of another script', 'At 10 Hz', '۱۰ Hz پر', 'ur', 'urduLetters'],
    ['another number', 'It takes 10 seconds.', 'Tarda 100 segundos.', 'es', 'numbers'],
    ['a lost number', 'It takes 10 seconds.', 'Tarda unos segundos.', 'es', 'numbers'],
    ['another unit', 'It takes 10 ms.', 'Tarda 10 s.', 'es', 'units'],
  ])('finds %s', (_name, source, translated, language, code) => {
    expect(codes(source, translated, language)).toContain(code);
  });

  it('reads a unit that the words of a language stand close to', () => {
    expect(codes('It falls at 9.81 m/s² here.', '它以9.81 m/s²下落。', 'zh')).toEqual([]);
    expect(codes('It falls at 9.81 m/s² here.', '它以9.81 m/s下落。', 'zh')).toEqual(['units']);
  });

  it('reads a decimal comma only where the language writes one', () => {
    expect(codes('It reads 9.81 here.', 'Ici elle lit 9,81.', 'fr')).toEqual([]);
    expect(codes('It reads 9.81 here.', 'یہاں یہ 9,81 پڑھتا ہے۔', 'ur')).toEqual(['numbers']);
  });
});

describe('the glossary', () => {
  const rules: GlossaryRule[] = [
    { term: 'node', policy: 'keep', target: 'نوڈ' },
    { term: 'torque', policy: 'transliterate', target: 'ٹارک' },
    { term: 'wheel', policy: 'translate', target: 'پہیہ' },
    { term: 'gear', policy: 'translate' },
  ];
  it.each([
    ['a kept term', 'The nodes turn.', 'node گھومتے ہیں۔', []],
    ['a kept term by its gloss', 'The node turns.', 'نوڈ گھومتا ہے۔', []],
    ['a translation with another ending', 'Two wheels turn.', 'دو پہیے گھومتے ہیں۔', []],
    ['a missing one', 'The torque is high.', 'یہ بہت زیادہ ہے۔', ['glossary']],
    ['a word that only begins so', 'Torqueless motors.', 'بغیر قوت کی موٹریں۔', []],
    ['a term without a rendering', 'The gear turns.', 'یہ گھومتا ہے۔', []],
  ])('%s', (_name, source, translated, expected) => {
    expect(codes(source, translated, 'ur', rules)).toEqual(expected);
  });

  it('lets kept terms stand in Latin letters', () => {
    const glossary: GlossaryRule[] = ['publisher', 'subscriber', 'topic'].map((term) => ({ term, policy: 'keep' }));
    const translated = 'publisher اور subscriber ایک topic پر ملتے ہیں۔';
    expect(codes('A publisher and a subscriber meet on a topic.', translated, 'ur', glossary)).toEqual([]);
  });
});

describe('every reason', () => {
  it('is a sentence that an engine can be given', () => {
    const findings = validateTranslation({ text: SOURCE }, '<g1>Here is the translation: www.x.example &', {
      language: 'ur',
    });
    expect(findings.length).toBeGreaterThan(3);
    for (const { message } of findings) expect(message).toMatch(/^[A-Z].{20,}\.$/);
  });

  it('says which findings a reader must never see', () => {
    const severity = (translated: string) =>
      validateTranslation({ text: SOURCE }, translated, { language: 'ur' }).map((finding) => finding.severity);
    expect(severity(URDU.replace('<x2/>', ''))).toContain('unsafe');
    expect(severity(URDU.replace('10', '11'))).toEqual(['doubtful']);
  });
});
