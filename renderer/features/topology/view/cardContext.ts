/** What all cards share: measurements that change all the time, and what can be done with a card. */
import { createContext, useContext } from 'react';
import type { Histories } from '../nodeStats.ts';

export interface CardContext {
  readonly histories: Histories;
  changeCount(role: string, count: number): void;
  togglePackages(role: string): void;
}

const CardReactContext = createContext<CardContext | null>(null);

export const CardProvider = CardReactContext.Provider;

export function useCardContext(): CardContext {
  const context = useContext(CardReactContext);
  if (context === null) throw new Error('useCardContext is called outside the picture.');
  return context;
}
