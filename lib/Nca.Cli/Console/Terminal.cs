using Spectre.Console;

namespace Nca.Cli.Console;

/// <summary>What is written to: ordinary text is escaped on its way, and only lines of our own that move are written raw.</summary>
internal static class Terminal
{
    private static TextWriter _raw = System.Console.Out;

    /// <summary>
    /// For our own control sequences. Whatever comes from elsewhere has to be <see cref="EscapingWriter.Escaped"/> first.
    /// </summary>
    public static TextWriter Raw => _raw;

    /// <summary>From now on everything that is written through <see cref="System.Console"/> is escaped.</summary>
    public static void Begin()
    {
        _raw = System.Console.Out;
        AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_raw) });
        System.Console.SetOut(new EscapingWriter(_raw));
        System.Console.SetError(new EscapingWriter(System.Console.Error));
    }

    /// <summary>The terminal is gone: writing to it would fail.</summary>
    public static void Leave()
    {
        _raw = TextWriter.Null;
        AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) });
        System.Console.SetOut(TextWriter.Null);
        System.Console.SetError(TextWriter.Null);
    }
}
