using System.Runtime.CompilerServices;

namespace Nca.Testing;

/// <summary>
/// What programs and kernels of these tests are started with: most of their code runs once, and counting how it runs, to compile it better
/// later, costs a third of their time. It changes no result.
/// </summary>
internal static class QuickStart
{
    /// <summary>The runtime's switch for those counts; on, "1", where nobody sets it.</summary>
    public const string Counts = "DOTNET_TieredPGO";

    // Before the first test: nothing is altered while another test reads it.
    [ModuleInitializer]
    internal static void Begin()
    {
        if (Environment.GetEnvironmentVariable(Counts) is null)
            Environment.SetEnvironmentVariable(Counts, "0");
    }
}
