using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.FSharp.Collections;

// The host's own FSharp.Core is in the default context before any notebook code runs.
Console.WriteLine($"host FSharp.Core {typeof(FSharpList<int>).Assembly.GetName().Version}");
var folder = args[0];
if (args.Length > 1)
{
    // Only what is missing is asked for: the folder holds no libtorch.
    var answer = await CSharpScript.EvaluateAsync<string>($"#r \"{folder}/Nca.dll\"\nNca.NativeLibraries.WhatIsMissing");
    Console.WriteLine(answer);
    return;
}

var state = await CSharpScript.RunAsync(
    $$"""
    #r "{{folder}}/Nca.dll"
    #r "{{folder}}/Nca.Figures.dll"
    #r "{{folder}}/TorchSharp.dll"
    using System;
    using System.Linq;
    using Nca.Automaton;
    using Nca.Figures;
    using Nca.Figures.Model;
    using Nca.Targets;
    using TorchSharp;
    NotebookPage.Begin();
    """,
    ScriptOptions.Default
);
state = await state.ContinueWithAsync(
    """
    var line = new LineChart { XTitle = "x", YTitle = "y", Series = [new() { Name = "line", X = [0, 1], Y = [1, 2] }] };
    var chart = new ChartFigure { Title = "A chart", Caption = "Two points.", Charts = [line] };
    Console.WriteLine($"interactive {chart.ToHtml().Contains("\"scatter\"")}");
    var strip = new ImageStrip { Title = "A strip", Caption = "A seed.", Frames = [(Pixels.Of(InitialState.Plant(8, 8, 16)), "seed")] };
    Console.WriteLine($"strip {strip.ToHtml().Contains("data:image/png;base64,iVBOR")}");
    torch.manual_seed(42);
    Console.WriteLine($"torch {torch.rand(1).item<float>():0.0000}");
    """
);
state = await state.ContinueWithAsync(
    $$"""
    var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), Guid.NewGuid() + ".png");
    chart.SavePng(path);
    Console.WriteLine($"static {new System.IO.FileInfo(path).Length > 5000}");
    System.IO.File.Delete(path);
    """
);
