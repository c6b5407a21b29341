/** The value of a theme's colour variable, or of the one to fall back on. */
export function themeColor(variable: string, fallback = '--vscode-foreground'): string {
  const style = getComputedStyle(document.body);
  return style.getPropertyValue(variable).trim() || style.getPropertyValue(fallback).trim() || '#888';
}

/** VS Code marks the kind of theme as a class of the body and writes its colours as variables of the root. */
export function onThemeChange(run: () => void): void {
  const observer = new MutationObserver(run);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
}

/** Whether the theme wants outlines and full contrast instead of tints. */
export function isHighContrast(): boolean {
  return document.body.className.includes('vscode-high-contrast');
}
