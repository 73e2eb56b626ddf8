/** Test runs and the Python prompt, as somebody who looks for a mistake uses them. */
import { expect, type Locator, type Page } from '@playwright/test';

export class Tests {
  readonly page: Page;
  readonly panel: Locator;
  readonly failure: Locator;
  readonly statements: Locator;
  /** What the nodes wrote meanwhile. */
  readonly lines: Locator;
  readonly prompt: Prompt;

  constructor(page: Page) {
    this.page = page;
    this.panel = page.getByRole('tabpanel', { name: 'Tests' });
    this.failure = this.panel.getByRole('region', { name: 'Why it failed' });
    this.statements = this.panel.getByRole('tree', { name: 'Statements' });
    this.lines = this.panel.getByRole('region', { name: 'What the nodes wrote' });
    this.prompt = new Prompt(page);
  }

  async show(): Promise<void> {
    await this.page.getByRole('tab', { name: 'Tests', exact: true }).click();
  }

  async view(name: 'Timeline' | 'Earlier runs' | 'Side by side'): Promise<void> {
    await this.panel.getByRole('tab', { name, exact: true }).click();
  }

  statement(words: string): Locator {
    return this.statements.getByRole('treeitem').filter({ hasText: words });
  }
}

export class Prompt {
  readonly page: Page;
  readonly panel: Locator;
  readonly input: Locator;
  readonly state: Locator;
  /** What was run last. */
  readonly last: Locator;
  readonly suggestions: Locator;
  /** What stands in the line now. */
  readonly typed: Locator;

  constructor(page: Page) {
    this.page = page;
    this.panel = page.locator('.prompt-panel');
    this.input = page.getByRole('textbox', { name: 'Python prompt' });
    this.state = this.panel.getByRole('status');
    this.last = this.panel.getByRole('article').last();
    this.suggestions = page.locator('.suggest-widget.visible');
    this.typed = this.panel.locator('.prompt-input .view-lines');
  }

  /** From the panel of tests. */
  async open(): Promise<void> {
    await this.page.getByRole('button', { name: 'Python prompt' }).click();
    await this.ready();
  }

  async ready(): Promise<void> {
    await expect(this.state).toContainText('Ready', { timeout: 30_000 });
  }

  /** Types a text and Enter. */
  async run(source: string): Promise<void> {
    await this.input.focus();
    await this.page.keyboard.type(source);
    await this.page.keyboard.press('Enter');
  }
}
