import { describe, expect, it } from 'vitest';
import { questionLanguage } from './index.ts';

describe('questionLanguage', () => {
  it.each([
    ['ROS 2 میں topic کیا ہوتا ہے؟', 'ur'],
    ['ROS 2 mein topic kya hota hai?', 'ur'],
    ['service aur action me kia farq he, kab konsa use karun', 'ur'],
    ['What is a topic in ROS 2?', 'en'],
    ['What does تجسیم mean in this book?', 'en'],
    ['ما هو الروبوت وكيف يعمل؟', 'ar'],
    ['रोबोट क्या है?', 'hi'],
    ['ロボットとは何ですか', 'ja'],
    ['什么是机器人', 'zh'],
    ['¿Qué es un robot y cómo se mueve?', 'es'],
    ['Humble Jazzy', undefined],
    ['', undefined],
  ])('takes %j for %s', (question, language) => {
    expect(questionLanguage(question)).toBe(language);
  });
});
