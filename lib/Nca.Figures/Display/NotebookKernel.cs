using System.Reflection;

namespace Nca.Figures.Display;

/// <summary>
/// The kernel that runs the notebook. It is found by name, in any assembly, so that no cell names a kernel's type
/// and this library refers to none.
/// </summary>
internal static class NotebookKernel
{
    private const string ContextType = "Microsoft.DotNet.Interactive.KernelInvocationContext",
        Extensions = ContextType + "Extensions";

    private const BindingFlags Any = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance;

    /// <summary>The running cell, the same object as long as it runs; null where no notebook runs.</summary>
    public static object? RunningCell =>
        AppDomain
            .CurrentDomain.GetAssemblies()
            .Select(assembly => assembly.GetType(ContextType, throwOnError: false)?.GetProperty("Current", Any)?.GetValue(null))
            .FirstOrDefault(context => context is not null);

    /// <summary>Cancelled when the user stops the cell; never cancelled where no notebook runs.</summary>
    public static CancellationToken Cancellation => Property(RunningCell, nameof(CancellationToken)) as CancellationToken? ?? default;

    /// <summary>The running cell's text, or an empty one.</summary>
    public static string Code => Property(Property(RunningCell, "Command"), "Code") as string ?? "";

    /// <summary>What stops whatever cell runs, on any thread, as an editor's stop button does; null where no notebook runs.</summary>
    public static Action? Stopping
    {
        get
        {
            var root = Property(Property(RunningCell, "HandlingKernel"), "RootKernel");
            var command = root?.GetType().Assembly.GetType("Microsoft.DotNet.Interactive.Commands.Cancel");
            var send = root
                ?.GetType()
                .GetMethods(Any)
                .FirstOrDefault(method => method.Name == "SendAsync" && method.GetParameters().Length == 2);
            return command is null || send is null
                ? null
                : () =>
                    send.Invoke(
                        root,
                        [
                            Activator.CreateInstance(command, BindingFlags.OptionalParamBinding, null, [Type.Missing], null),
                            CancellationToken.None,
                        ]
                    );
        }
    }

    /// <summary>Shows a value below the running cell.</summary>
    /// <param name="value">The value, which shows itself.</param>
    /// <returns>What puts another such value in its place, on any thread; null where no notebook runs.</returns>
    public static Action<IShowsAsHtml>? Display(IShowsAsHtml value)
    {
        if (RunningCell is not { } cell || DisplayOf(cell.GetType()) is not { } display)
            return null;
        string[] types = ["text/html"];
        var shown = display.IsStatic ? display.Invoke(null, [cell, value, types]) : display.Invoke(cell, [value, types]);

        // A string would be shown as text; an object that shows itself arrives as HTML.
        var update = shown?.GetType().GetMethod("Update", [typeof(object)]);
        return update is null ? null : next => update.Invoke(shown, [next]);
    }

    /// <summary>Has the kernel run code of its own before the next cell, as if the reader had written it.</summary>
    /// <param name="code">C# code.</param>
    /// <returns>Whether a kernel takes it; false where no notebook runs.</returns>
    public static bool RunBeforeNextCell(string code)
    {
        if (Property(RunningCell, "HandlingKernel") is not { } kernel || kernel.GetType().GetMethod("DeferCommand") is not { } defer)
            return false;
        var submission = RunningCell!.GetType().Assembly.GetType("Microsoft.DotNet.Interactive.Commands.SubmitCode")?.GetConstructors()[0];
        if (submission is null)
            return false;
        var arguments = submission.GetParameters().Select((parameter, index) => index == 0 ? code : parameter.DefaultValue);
        defer.Invoke(kernel, [submission.Invoke([.. arguments])]);
        return true;
    }

    /// <summary>
    /// Has the kernel compile without warnings that TorchSharp's references to an older .NET draw (CS1701): it prints them below cells
    /// that can do nothing about them.
    /// </summary>
    public static void LeaveOutReferenceWarnings()
    {
        if (Property(RunningCell, "HandlingKernel") is not { } kernel)
            return;
        var field = kernel.GetType().GetField("_scriptOptions", BindingFlags.NonPublic | BindingFlags.Instance);
        if (field?.GetValue(kernel) is { } options && options.GetType().GetMethod("WithWarningLevel") is { } change)
            field.SetValue(kernel, change.Invoke(options, [1]));
    }

    private static object? Property(object? instance, string name) => instance?.GetType().GetProperty(name, Any)?.GetValue(instance);

    // In the released kernel it is an extension method.
    private static MethodInfo? DisplayOf(Type context) =>
        context.GetMethod("Display", [typeof(object), typeof(string[])])
        ?? context.Assembly.GetType(Extensions)?.GetMethod("Display", [context, typeof(object), typeof(string[])]);
}
