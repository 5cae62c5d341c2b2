/**
 * The example on the first page: a question, and the sentences of the book that answer it.
 * The lint (`landing/quote`) checks that the quote stands in the chapter word for word.
 */
export const LANDING_EXAMPLE = {
  question: 'My accelerometer reads 9.81 lying still on the table. Why isn’t it zero?',
  chapterId: 'sensors',
  sectionId: 'imu',
  heading: 'IMUs: what an accelerometer really measures',
  quote:
    'An accelerometer at rest and level reads +9.81 m/s² on its z axis, because the table pushes it upwards with exactly the force per mass that cancels gravity.',
};
