type Factory<T> = (container: Container) => T;

export class Container {
  private readonly factories = new Map<string, Factory<unknown>>();
  private readonly made = new Map<string, unknown>();

  register<T>(name: string, factory: Factory<T>): void {
    this.factories.set(name, factory);
  }

  resolve<T>(name: string): T {
    if (!this.made.has(name)) {
      const factory = this.factories.get(name);
      if (!factory) throw new Error(`nothing registered as ${name}`);
      this.made.set(name, factory(this));
    }
    return this.made.get(name) as T;
  }
}
