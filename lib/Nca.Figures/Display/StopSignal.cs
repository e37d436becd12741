using System.Reflection;
using System.Runtime.InteropServices;

namespace Nca.Figures.Display;

/// <summary>
/// Stopping a cell from Jupyter. The released kernel ends altogether with the signal that Jupyter's stop button sends, and does nothing on
/// the message that may be sent in its place; so the project's own kernelspec passes the button on as a signal that harms nobody, and it
/// is heard here.
/// </summary>
internal static class StopSignal
{
    /// <summary>The environment variable by which the kernelspec tells that it does so.</summary>
    public const string Variable = "NCA_STOP_SIGNAL";

    private static PosixSignalRegistration? _registration;

    /// <summary>Hears it from now on, if the running cell's kernel was started by that kernelspec.</summary>
    public static void Hear()
    {
        if (_registration is not null || Environment.GetEnvironmentVariable(Variable) is not "WINCH" || OperatingSystem.IsWindows())
            return;
        if (NotebookKernel.Stopping is { } stop)
            _registration = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => stop());
    }
}
