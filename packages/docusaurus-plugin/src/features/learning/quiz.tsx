/** `<Quiz src="./x.quiz.json" />`: the questions are in the page from the start, the form comes when the reader nears it. */
import type { Quiz as QuizData } from '@lectern/contracts';
import { lazy, type ReactNode, Suspense, useEffect, useId, useRef, useState } from 'react';
import { t, useInterfaceLanguage } from '../../client/messages.ts';
import { useShownQuiz } from '../../client/quiz-texts.ts';
import { orderChoices } from './quiz-grading.ts';
import { quizMessages } from './quiz-messages.ts';

/** What `<Quiz>` takes; the remark plugin fills `data` in from the file that `src` names. */
export interface QuizProps {
  data?: QuizData;
  src?: string;
}

const QuizForm = lazy(() => import('./quiz-form.tsx'));
// The form is loaded about one screen before it is seen.
const NEAR_PX = 800;

/** A quiz. Without scripts its questions and choices can still be read. */
export function Quiz({ data: written }: QuizProps): ReactNode {
  const data = useShownQuiz(written);
  useInterfaceLanguage();
  const titleId = useId();
  const place = useRef<HTMLElement>(null);
  const near = useNear(place);
  if (!data) return null;
  const outline = <QuizOutline quiz={data} />;
  return (
    <section className="lectern-quiz quiz" ref={place} aria-labelledby={titleId}>
      <p className="lectern-quiz__title" id={titleId}>
        {data.title ?? t(quizMessages.title)}
      </p>
      {near ? (
        <Suspense fallback={outline}>
          <QuizForm quiz={data} />
        </Suspense>
      ) : (
        outline
      )}
    </section>
  );
}

function QuizOutline({ quiz }: { quiz: QuizData }): ReactNode {
  return (
    <ol className="lectern-quiz__outline">
      {quiz.items.map((item) => (
        <li key={item.id}>
          {item.prompt}
          {item.choices.length > 0 && (
            <ul>
              {orderChoices(item).map((choice) => (
                <li key={choice.id}>{choice.text}</li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  );
}

function useNear(place: React.RefObject<HTMLElement | null>): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        setNear(true);
        observer.disconnect();
      },
      { rootMargin: `${NEAR_PX}px 0px` },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [place]);
  return near;
}
