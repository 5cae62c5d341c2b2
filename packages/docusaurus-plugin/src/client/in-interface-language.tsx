/** Theme components that read their words while they are drawn: they are drawn anew when the words change. */
import { type ComponentType, cloneElement, isValidElement, type ReactNode } from 'react';
import { useInterfaceLanguage } from './messages.ts';

/**
 * Draws a component anew when the words of the interface change.
 * @param isMemoized it draws itself anew for other properties only: it is then made anew
 */
export function inInterfaceLanguage<Props extends object>(
  Component: ComponentType<Props>,
  isMemoized = false,
): ComponentType<Props> {
  return function InInterfaceLanguage(props) {
    const language = useInterfaceLanguage();
    return <Component key={isMemoized ? language : undefined} {...props} />;
  };
}

/** The same for what a component has inside, which React would leave alone as long as it is the same element. */
export function contentInInterfaceLanguage<Props extends { readonly children?: ReactNode }>(
  Component: ComponentType<Props>,
): ComponentType<Props> {
  return function ContentInInterfaceLanguage(props) {
    useInterfaceLanguage();
    const { children } = props;
    return <Component {...props}>{isValidElement(children) ? cloneElement(children) : children}</Component>;
  };
}
