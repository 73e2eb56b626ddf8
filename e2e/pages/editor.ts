/** The editor of one file, as somebody who types in it. */
import { expect, type Locator, type Page } from '@playwright/test';

export class Editor {
  readonly page: Page;
  /** What has the keyboard while the file is edited. */
  readonly input: Locator;
  /** The file's tab; its name says whether there are edits that are not saved. */
  readonly tab: Locator;
  readonly problems: Locator;

  constructor(page: Page, file: string) {
    this.page = page;
    this.input = page.getByRole('textbox', { name: `Text of ${file}` });
    this.tab = page.getByRole('tab', { name: file });
    this.problems = page.getByRole('list', { name: 'Problems' });
  }

  /** Puts the cursor where something is defined, by the outline. */
  async goTo(symbol: string): Promise<void> {
    await expect(this.input).toBeFocused();
    await this.page.keyboard.press('ControlOrMeta+Shift+O');
    const outline = this.page.getByRole('textbox', { name: 'Type to narrow down results' });
    await expect(outline).toBeFocused();
    await this.page.keyboard.type(symbol);
    await this.page.keyboard.press('Enter');
    await expect(this.input).toBeFocused();
  }

  /** Puts the cursor into the first line that has a text, by searching for it. */
  async goToLine(text: string): Promise<void> {
    await this.input.focus();
    await this.page.keyboard.press('ControlOrMeta+F');
    await expect(this.page.getByRole('textbox', { name: 'Find' })).toBeFocused();
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
    await this.page.keyboard.press('Escape');
    await expect(this.input).toBeFocused();
  }

  /** Types a line of its own below the one that holds the cursor. Suggestions are closed: they are not meant. */
  async typeBelow(text: string): Promise<void> {
    const { keyboard } = this.page;
    await keyboard.press('End');
    await keyboard.press('Enter');
    await keyboard.type(text);
    await keyboard.press('Escape');
  }

  async save(): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+S');
  }

  /** Goes to the list of all problems. */
  async showProblems(): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+Shift+M');
  }
}
