/** The palette: every command by its name, and every file of the project by its. */
import type { Locator, Page } from '@playwright/test';

export class Palette {
  readonly page: Page;
  readonly commands: Locator;
  readonly files: Locator;

  constructor(page: Page) {
    this.page = page;
    this.commands = page.getByRole('dialog', { name: 'Search all commands' });
    this.files = page.getByRole('dialog', { name: 'Open a file' });
  }

  /** Runs a command by its title, with the keyboard alone. */
  async run(title: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+K');
    await this.#choose(this.commands, title);
  }

  /** Opens a file of the project by its name, with the keyboard alone. */
  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+P');
    await this.#choose(this.files, name);
  }

  async #choose(dialog: Locator, words: string): Promise<void> {
    await dialog.waitFor();
    await this.page.keyboard.type(words);
    await dialog.getByRole('option', { name: words, selected: true }).waitFor();
    await this.page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
  }
}
