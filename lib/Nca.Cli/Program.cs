using System.CommandLine;
using System.CommandLine.Help;
using Nca.Cli;
using Nca.Cli.Commands;
using Nca.Notebooks.Execution;

var channel = new Argument<string>("channel");
var execute = new Command(Suite.ChildVerb) { channel };
execute.Hidden = true;
execute.SetAction((parsed, _) => ChildExecution.RunAsync(parsed.GetRequiredValue(channel)));

// Not a RootCommand: that takes its name, which every usage line begins with, from the file.
var root = new Command("nca", "Neural cellular automata, from notebooks to reports.")
{
    NewCommand.Create(),
    RunCommand.Create(),
    CompareCommand.Create(),
    ConvertCommand.Create(),
    TrainCommand.Create(),
    GrowCommand.Create(),
    CreatureCommand.Create(),
    BenchCommand.Create(),
    VerifyCommand.Create(),
    StudyCommand.Create(),
    SweepCommand.Create(),
    execute,
    new HelpOption(),
    new VersionOption(),
};

// A child's output and signals are a matter between it and its parent.
return args is [Suite.ChildVerb, ..]
    ? await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null })
    : await Door.RunAsync(root, args);
