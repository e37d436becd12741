using System.Reflection;

namespace Nca.Figures.Display;

/// <summary>
/// The wish of whoever runs a notebook that its cell should stop. The kernel is found by name, in whatever assembly, so that a cell need
/// not pass its
/// token on and this library needs no reference to a kernel.
/// </summary>
internal static class KernelCancellation
{
    private const string ContextType = "Microsoft.DotNet.Interactive.KernelInvocationContext";

    /// <summary>The running cell's token; one that is never cancelled where no notebook runs.</summary>
    public static CancellationToken Token()
    {
        const BindingFlags Any = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance;
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
            if (
                assembly.GetType(ContextType, throwOnError: false) is { } type
                && type.GetProperty("Current", Any)?.GetValue(null) is { } context
                && type.GetProperty(nameof(CancellationToken), Any)?.GetValue(context) is CancellationToken token
            )
                return token;
        return CancellationToken.None;
    }
}
